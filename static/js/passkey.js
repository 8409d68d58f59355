// Passkeys: the browser answers the question that stands on the form, and the form sends the answer like any other field.
"use strict";

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function withBytes(question) {
  const known = (each) => ({ ...each, id: bytes(each.id) });
  const read = { ...question, challenge: bytes(question.challenge) };
  if (question.user) read.user = { ...question.user, id: bytes(question.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) if (question[list]) read[list] = question[list].map(known);
  return read;
}

function written(credential) {
  const { response } = credential;
  const parts = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"];
  const answer = Object.fromEntries(parts.filter((part) => response[part]).map((part) => [part, text(response[part])]));
  if (response.getTransports) answer.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  });
}

async function answer(form) {
  const publicKey = withBytes(JSON.parse(form.dataset.question));
  const credential = await (publicKey.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
  form.elements.passkey.value = written(credential);
  form.submit();
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-question]") : []) {
  const button = form.querySelector("[data-passkey]");
  const trouble = form.querySelector("[data-passkey-trouble]");
  button.hidden = false;
  for (const instead of document.querySelectorAll("[data-passkey-without]")) instead.hidden = true;
  button.addEventListener("click", async () => {
    button.disabled = true;
    trouble.hidden = true;
    try {
      await answer(form);
    } catch {
      trouble.hidden = false;
      button.disabled = false;
    }
  });
}
