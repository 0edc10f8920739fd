// Sorts and filters the list of units. Without it the list is the same, in the order of the office's own.
(() => {
  const table = document.querySelector(".units table");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.classList.contains("count") ? Number(cell.textContent || "-1") : cell.textContent;
  };
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, "zh-CN", { numeric: true }));
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    // On paper the words stand, where the button does not.
    head.firstElementChild.className = "said";
    head.prepend(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort((a, b) => (down ? -1 : 1) * compare(value(a, column), value(b, column)));
      body.append(...rows);
    });
  });
  const filter = document.querySelector(".filter");
  const input = filter.querySelector("input");
  const shown = filter.querySelector("output");
  const show = () => {
    const words = input.value.trim().toLowerCase().split(/\s+/);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} / ${rows.length}`;
  };
  input.addEventListener("input", show);
  filter.hidden = false;
  show();
})();
