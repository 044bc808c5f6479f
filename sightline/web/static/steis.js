// Beside each text to copy, a button that copies it. Without scripts a click on the text selects all of it.
const said = document.getElementById("copied");

for (const text of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sl-text-button";
  const label = document.createElement("span");
  label.className = "nhsuk-u-visually-hidden";
  label.textContent = ` ${text.dataset.copy}`;
  button.append("Copy", label);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = `Copied: ${text.dataset.copy}`;
      button.firstChild.textContent = "Copied";
    } catch {
      said.textContent = "It could not be copied. Click the text to select it.";
    }
  });
  text.after(button);
}
