// The wall speaks: after one press that allows sound every new call is said once, in Indonesian where the browser has that voice.
"use strict";

const sound = { button: document.querySelector("[data-suara]"), on: false, said: newest() };
const clock = document.querySelector("[data-jam]");

function newest() {
  return Math.max(0, ...calls().map((call) => Number(call.dataset.panggilan)));
}

function calls() {
  return [...document.querySelectorAll("[data-panggilan]")];
}

function say(words) {
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.lang = "id-ID";
  spoken.rate = 0.9;
  spoken.voice = speechSynthesis.getVoices().find((voice) => voice.lang.replace("_", "-").startsWith("id")) ?? null;
  speechSynthesis.speak(spoken);
}

function sayNew() {
  const fresh = calls().filter((call) => Number(call.dataset.panggilan) > sound.said);
  sound.said = Math.max(sound.said, newest());
  if (sound.on) for (const call of fresh.reverse()) say(call.dataset.ucap);
}

if ("speechSynthesis" in window && sound.button) {
  sound.button.hidden = false;
  sound.button.addEventListener("click", () => {
    sound.on = true;
    sound.button.hidden = true;
    say("Suara panggilan menyala.");
  });
}
document.addEventListener("segar", sayNew);

function tick() {
  const time = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: clock.dataset.jam };
  clock.textContent = `${new Intl.DateTimeFormat("id-ID", time).format(new Date())}${clock.dataset.zona ?? ""}`;
}
if (clock) setInterval(tick, 5_000);
