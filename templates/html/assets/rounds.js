// Filters of the answers of a round. What is chosen stands behind # in the address, as for the
// table of tasks.
"use strict";
(() => {
  const form = document.querySelector("#answers-filter");
  const table = document.querySelector("#answers");
  if (!form || !table) return;
  const count = form.querySelector("#answers-count");
  const fields = ["status", "unit"];
  const field = (name) => form.querySelector(`#answers-${name}`);

  // Cells that speak of the task reach over all its answers; they move to the first that is
  // shown. `order` has them at their columns, and nothing where an answer speaks.
  const items = [...table.querySelectorAll("tbody.item")].map((body) => {
    const rows = [...body.rows];
    const order = [...rows[0].cells].map((cell) => (cell.dataset.of ? cell : null));
    const own = rows.map((row) => [...row.cells].filter((cell) => !cell.dataset.of));
    return { body, rows, order, own };
  });
  const headings = [...table.querySelectorAll("tbody.section, tbody.part")];

  function apply() {
    const want = Object.fromEntries(fields.map((name) => [name, field(name).value]));
    let [shown, all] = [0, 0];
    for (const { body, rows, order, own } of items) {
      const fits = rows.map((row) => fields.every((name) => !want[name] || row.dataset[name] === want[name]));
      rows.forEach((row, at) => (row.hidden = !fits[at]));
      const [fitting, first] = [fits.filter(Boolean).length, fits.indexOf(true)];
      body.hidden = fitting === 0;
      if (fitting) {
        const cells = [...own[first]];
        for (const head of order) if (head) head.rowSpan = fitting;
        rows[first].append(...order.map((head) => head ?? cells.shift()));
        shown += 1;
      }
      all += 1;
    }
    for (const heading of headings) heading.hidden = !follows(heading);
    const chosen = fields.some((name) => want[name]);
    count.textContent = count.dataset.words.replace("{count}", chosen ? `${shown} / ${all}` : all);
  }

  // Whether a task is shown below a heading, before the next of its rank.
  function follows(heading) {
    const rank = (body) => (body.classList.contains("part") ? 0 : body.classList.contains("section") ? 1 : 2);
    for (let body = heading.nextElementSibling; body; body = body.nextElementSibling) {
      if (rank(body) === 2 && !body.hidden) return true;
      if (rank(body) <= rank(heading)) return false;
    }
    return false;
  }

  function remember() {
    const chosen = fields.map((name) => [name, field(name).value]).filter(([, value]) => value);
    const state = new URLSearchParams(chosen);
    history.replaceState(null, "", state.size ? `#${state}` : location.pathname + location.search);
  }

  function restore() {
    const state = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
    for (const name of fields) {
      field(name).value = state.get(name) ?? "";
      // What nobody can choose is no choice.
      if (field(name).selectedIndex < 0) field(name).value = "";
    }
    apply();
  }

  form.addEventListener("input", () => {
    apply();
    remember();
  });
  form.addEventListener("reset", () => {
    // The fields are empty only after this event.
    setTimeout(() => {
      apply();
      remember();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", restore);
  restore();
})();
