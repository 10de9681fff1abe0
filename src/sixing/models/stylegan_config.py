"""The shape of a StyleGAN, known to the trainable net and to the runner alike.

It knows numbers only: what the pictures show, and what they are kept as, is not known here.

>>> StyleConfig(size=32, width=16, most=64).widths
(64, 64, 32, 16)
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StyleConfig:
    """The numbers that fix a StyleGAN's shape.

    Attributes:
        size: of the pictures, a power of two from 8 on.
        channels: 3 for colour, 1 for ink.
        width: features at full size; doubled with every halving.
        most: features at most.
        latent: length of a style.
        layers: of the mapping network.
        spread: pictures that the critic compares with one another; 0 for none.
    """

    size: int = 64
    channels: int = 3
    width: int = 16
    most: int = 128
    latent: int = 64
    layers: int = 2
    spread: int = 4

    def __post_init__(self) -> None:
        if self.size < 8 or self.size & (self.size - 1):
            raise ValueError(f"a side of {self.size} is no power of two from 8 on")

    @property
    def widths(self) -> tuple[int, ...]:
        """Features at 4, 8, … up to the full size."""
        sizes = self.size.bit_length() - 2
        return tuple(min(self.most, self.width << (sizes - 1 - i)) for i in range(sizes))

    @property
    def noise_sizes(self) -> tuple[int, ...]:
        """The side of each layer's noise."""
        steps = range(1, len(self.widths))
        return (4, *(4 << i for i in steps for _ in range(2)))

    @property
    def places(self) -> int:
        """How many layers take a style of their own."""
        return 2 * len(self.widths)
