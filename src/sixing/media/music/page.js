// The line that follows the sound over the roll; a click on the roll goes there.
for (const tune of document.querySelectorAll(".tune")) {
  const sound = tune.querySelector("audio"), roll = tune.querySelector(".roll svg");
  if (!sound || !roll) continue;
  const head = roll.querySelector(".head");
  const marks = tune.querySelector(".roll").dataset.times.split(";").map(m => m.split(",").map(Number));
  const between = (value, from, to) => {
    let n = 1;
    while (n < marks.length - 1 && marks[n][from] <= value) n++;
    const a = marks[n - 1], b = marks[n];
    return a[to] + (b[to] - a[to]) * Math.min(1, Math.max(0, (value - a[from]) / (b[from] - a[from])));
  };
  const move = () => {
    const x = between(sound.currentTime, 0, 1);
    head.setAttribute("x1", x);
    head.setAttribute("x2", x);
    if (!sound.paused) requestAnimationFrame(move);
  };
  sound.addEventListener("play", move);
  sound.addEventListener("seeked", move);
  roll.addEventListener("click", event => {
    const box = roll.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * roll.viewBox.baseVal.width;
    sound.currentTime = between(x, 1, 0);
    sound.play();
  });
}
