/* Passkeys: asks the browser what the page says, and sends its answer with the form. */

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function read(question) {
  const asked = question.publicKey;
  asked.challenge = toBytes(asked.challenge);
  if (asked.user) asked.user.id = toBytes(asked.user.id);
  for (const list of [asked.excludeCredentials, asked.allowCredentials]) {
    for (const each of list || []) each.id = toBytes(each.id);
  }
  return { publicKey: asked };
}

function write(shown) {
  const answer = shown.response;
  const response = { clientDataJSON: toText(answer.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[name]) response[name] = toText(answer[name]);
  }
  if (answer.getTransports) response.transports = answer.getTransports();
  return JSON.stringify({
    type: shown.type,
    id: shown.id,
    rawId: toText(shown.rawId),
    response,
    clientExtensionResults: shown.getClientExtensionResults(),
  });
}

async function ask(form) {
  const says = form.querySelector("[data-passkey-says]");
  const makes = form.dataset.passkey === "make";
  says.textContent = "";
  try {
    let question = form.dataset.question;
    if (!question) question = await (await fetch(form.action, { headers: { Accept: "application/json" } })).text();
    const given = read(JSON.parse(question));
    const shown = makes ? await navigator.credentials.create(given) : await navigator.credentials.get(given);
    form.elements.credential.value = write(shown);
    form.submit();
  } catch (error) {
    says.textContent =
      error.name === "InvalidStateError"
        ? "This device already has a passkey for your account."
        : "No passkey was given. Try again, or use another way.";
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}
for (const note of document.querySelectorAll("[data-passkey-needs]")) note.hidden = Boolean(window.PublicKeyCredential);
