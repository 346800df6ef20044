// Larger type and stronger contrast, as a reader chose them. Runs before the page is drawn.
"use strict";
(() => {
  const root = document.documentElement;
  const CHOICES = ["size", "contrast"];

  // Where nothing may be stored, a choice holds for this page.
  const stored = (name) => {
    try {
      return localStorage.getItem(`gongwen-${name}`) ?? "";
    } catch {
      return "";
    }
  };
  const store = (name, value) => {
    try {
      localStorage.setItem(`gongwen-${name}`, value);
    } catch {
      // It is shown nevertheless.
    }
  };

  function show(name, value) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    for (const button of document.querySelectorAll(`.display [data-choice=${name}]`)) {
      button.setAttribute("aria-pressed", String(button.value === value));
    }
  }

  for (const name of CHOICES) show(name, stored(name));
  document.addEventListener("DOMContentLoaded", () => {
    for (const name of CHOICES) show(name, root.dataset[name] ?? "");
    const box = document.querySelector(".display");
    if (!box) return;
    box.hidden = false;
    box.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const { choice } = button.dataset;
      const value = root.dataset[choice] === button.value ? "" : button.value;
      show(choice, value);
      store(choice, value);
    });
  });
})();
