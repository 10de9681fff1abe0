"""The trainable StyleGAN: a mapping network, a synthesis by modulated convolutions, and a critic.

After Karras et al., "Analyzing and improving the image quality of StyleGAN" (2020): styles
modulate the convolutions' weights and are demodulated, noise is added after each, and pictures of
all sizes are summed on a path of skips. The critic is residual and has no normalisation over the
batch, as in Huang et al., "The GAN is dead; long live the GAN!" (2024), so that its gradient can
be penalised. Knows arrays only: (batch, channels, height, width) in −1 to 1. The runner without
torch is :mod:`sixing.models.stylegan`.

>>> config = StyleConfig(size=8, channels=3, width=8, most=8, latent=4, layers=2)
>>> maker = Generator(config)
>>> maker(torch.zeros(2, 4)).shape, Critic(config)(torch.zeros(2, 3, 8, 8)).shape
(torch.Size([2, 3, 8, 8]), torch.Size([2]))
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.stylegan_config import StyleConfig

SLOPE = 0.2
#: Makes up for the variance that a leaky rectifier takes; kept in the weights, which is for free.
GAIN = math.sqrt(2 / (1 + SLOPE**2))
#: The mapping learns this much slower than the rest, else training shakes.
MAPPING_RATE = 0.01


class Scaled(nn.Module):
    """A linear layer or convolution whose weights are scaled as they are used (equal rates).

    Karras et al., "Progressive growing of GANs" (2018), section 4.1.

    Args:
        rate: factor on the rate at which the layer learns.
        start: what the bias begins with.
    """

    def __init__(
        self, ins: int, outs: int, kernel: int = 0, *, rate: float = 1.0, start: float = 0.0
    ) -> None:
        super().__init__()
        shape = (outs, ins, kernel, kernel) if kernel else (outs, ins)
        self.weight = nn.Parameter(torch.randn(shape) / rate)
        self.bias = nn.Parameter(torch.full((outs,), start / rate))
        self.scale = rate * GAIN / math.sqrt(ins * max(1, kernel) ** 2)
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """Linear over the last axis, or a convolution that keeps the size."""
        weight, bias = self.weight * self.scale, self.bias * self.rate
        if weight.ndim == 2:
            return F.linear(x, weight, bias)
        return F.conv2d(x, weight, bias, padding=weight.shape[-1] // 2)


class Mapping(nn.Module):
    """Turns a normal draw z into a style w, (batch, latent) each."""

    def __init__(self, config: StyleConfig) -> None:
        super().__init__()
        size = config.latent
        self.layers = nn.ModuleList(
            Scaled(size, size, rate=MAPPING_RATE) for _ in range(config.layers)
        )

    def forward(self, z: Tensor) -> Tensor:
        """Styles of draws; draws are put on the sphere first."""
        w = z * (z.square().mean(1, keepdim=True) + 1e-8).rsqrt()
        for layer in self.layers:
            w = F.leaky_relu(layer(w), SLOPE)
        return w


class Modulated(nn.Module):
    """A convolution whose weights a style scales, and which is then brought to unit variance.

    The style scales what goes in and the demodulation what comes out, which is the same as a
    convolution with weights of each picture's own, and several times faster on a CPU.
    """

    def __init__(self, ins: int, outs: int, kernel: int, latent: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outs, ins, kernel, kernel))
        self.style = Scaled(latent, ins, start=1.0)
        self.scale = 1 / math.sqrt(ins * kernel**2)

    def forward(self, x: Tensor, w: Tensor, *, demodulate: bool = True) -> Tensor:
        """(batch, ins, h, w) and styles (batch, latent) to (batch, outs, h, w)."""
        style, weight = self.style(w), self.weight * self.scale
        y = F.conv2d(x * style[:, :, None, None], weight, padding=weight.shape[-1] // 2)
        if not demodulate:
            return y
        power = style.float().square() @ weight.float().square().sum((2, 3)).T
        even: Tensor = y * (power + 1e-8).rsqrt()[:, :, None, None].to(y.dtype)
        return even


class Layer(nn.Module):
    """A modulated convolution, noise, a bias and a leaky rectifier."""

    def __init__(self, ins: int, outs: int, latent: int) -> None:
        super().__init__()
        self.conv = Modulated(ins, outs, 3, latent)
        self.strength = nn.Parameter(torch.zeros(()))
        self.bias = nn.Parameter(torch.zeros(outs))

    def forward(self, x: Tensor, w: Tensor, noise: Tensor) -> Tensor:
        """Features under a style; noise is (batch or 1, 1, h, w)."""
        y = self.conv(x, w) + self.strength * noise.to(x.dtype)
        return F.leaky_relu(y + self.bias[:, None, None], SLOPE)


class ToColour(nn.Module):
    """A picture's part at one size: a modulated 1×1 convolution without demodulation."""

    def __init__(self, ins: int, channels: int, latent: int) -> None:
        super().__init__()
        self.conv = Modulated(ins, channels, 1, latent)
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        """(batch, channels, h, w)."""
        coloured: Tensor = self.conv(x, w, demodulate=False) + self.bias[:, None, None]
        return coloured


def doubled(x: Tensor) -> Tensor:
    """Twice the size, bilinear: blurred, so that no grid of pixels shows."""
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class Synthesis(nn.Module):
    """A picture from styles, one for each layer, coarse to fine."""

    def __init__(self, config: StyleConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths
        self.start = nn.Parameter(torch.randn(1, widths[0], 4, 4))
        pairs = [(widths[0], widths[0])]
        for ins, outs in pairwise(widths):
            pairs += [(ins, outs), (outs, outs)]
        self.layers = nn.ModuleList(Layer(a, b, config.latent) for a, b in pairs)
        self.colours = nn.ModuleList(
            ToColour(width, config.channels, config.latent) for width in widths
        )

    def forward(self, w: Tensor, noises: list[Tensor]) -> Tensor:
        """Pictures of styles (batch, places, latent) and of a noise for each layer."""
        x = self.layers[0](self.start.expand(len(w), -1, -1, -1), w[:, 0], noises[0])
        picture = self.colours[0](x, w[:, 1])
        for i in range(1, len(self.colours)):
            x = self.layers[2 * i - 1](doubled(x), w[:, 2 * i - 1], noises[2 * i - 1])
            x = self.layers[2 * i](x, w[:, 2 * i], noises[2 * i])
            # A colour takes the style of the next size's first layer, as in StyleGAN2.
            picture = doubled(picture) + self.colours[i](x, w[:, 2 * i + 1])
        return cast(Tensor, picture)


class Generator(nn.Module):
    """Mapping and synthesis."""

    def __init__(self, config: StyleConfig) -> None:
        super().__init__()
        self.config = config
        self.mapping, self.synthesis = Mapping(config), Synthesis(config)

    def noises(self, batch: int, chance: torch.Generator | None = None) -> list[Tensor]:
        """Fresh noise for every layer."""
        sizes = self.config.noise_sizes
        return [torch.randn(batch, 1, size, size, generator=chance) for size in sizes]

    def forward(
        self,
        z: Tensor,
        other: Tensor | None = None,
        cut: int = 0,
        noises: list[Tensor] | None = None,
    ) -> Tensor:
        """Pictures of draws z; from the place ``cut`` on in the style of ``other``, when given."""
        places = self.config.places
        w = self.mapping(z)[:, None].expand(-1, places, -1)
        if other is not None:
            second = self.mapping(other)[:, None].expand(-1, places - cut, -1)
            w = torch.cat((w[:, :cut], second), dim=1)
        picture: Tensor = self.synthesis(w, noises or self.noises(len(z)))
        return picture


class Halving(nn.Module):
    """A residual block of the critic that halves the size."""

    def __init__(self, ins: int, outs: int) -> None:
        super().__init__()
        self.first, self.second = Scaled(ins, ins, 3), Scaled(ins, outs, 3)
        self.skip = Scaled(ins, outs, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, ins, h, w) to (batch, outs, h/2, w/2)."""
        y = F.leaky_relu(self.first(x), SLOPE)
        # Halved before the second convolution: a quarter of the work, and blurred all the same.
        y = F.leaky_relu(self.second(F.avg_pool2d(y, 2)), SLOPE)
        return cast(Tensor, (y + self.skip(F.avg_pool2d(x, 2))) * math.sqrt(0.5))


class Critic(nn.Module):
    """Says how real pictures look, one score each; only differences of scores mean something."""

    def __init__(self, config: StyleConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths[::-1]
        self.colour = Scaled(config.channels, widths[0], 1)
        self.blocks = nn.ModuleList(Halving(a, b) for a, b in pairwise(widths))
        self.last = Scaled(widths[-1] + (config.spread > 0), widths[-1], 3)
        self.hidden = Scaled(widths[-1] * 16, widths[-1])
        self.score = Scaled(widths[-1], 1)

    def forward(self, x: Tensor) -> Tensor:
        """Scores of pictures (batch, channels, size, size): (batch,)."""
        x = F.leaky_relu(self.colour(x), SLOPE)
        for block in self.blocks:
            x = block(x)
        if self.config.spread:
            x = torch.cat((x, spread(x, self.config.spread)), dim=1)
        x = F.leaky_relu(self.last(x), SLOPE)
        x = F.leaky_relu(self.hidden(x.flatten(1)), SLOPE)
        return cast(Tensor, self.score(x))[:, 0]


def spread(x: Tensor, group: int) -> Tensor:
    """How much pictures of a group differ, as one more channel: (batch, 1, h, w).

    Minibatch deviation (Karras et al. 2018, section 3): a maker of one picture is found out.
    """
    batch, _, height, width = x.shape
    size = math.gcd(batch, group)
    y = x.reshape(size, batch // size, *x.shape[1:]).float()
    y = ((y - y.mean(0)).square().mean(0) + 1e-8).sqrt().mean((1, 2, 3))
    return y.repeat(size)[:, None, None, None].expand(-1, 1, height, width).to(x.dtype)
