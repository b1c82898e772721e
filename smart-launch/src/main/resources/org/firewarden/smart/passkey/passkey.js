// Shows the forms of passkeys where the browser has them, and fills them in by what the device answers. Without script the pages work
// with a password and an authenticator app.
(() => {
  'use strict';
  if (!window.PublicKeyCredential) {
    return;
  }
  const bytes = text =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), character => character.charCodeAt(0));
  const text = buffer =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const known = list => list.split(' ').filter(Boolean).map(id => ({ type: 'public-key', id: bytes(id) }));

  const add = async data => {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: bytes(data.challenge),
        rp: { id: data.domain, name: 'Firewarden' },
        user: { id: bytes(data.handle), name: data.name, displayName: data.name },
        pubKeyCredParams: data.algorithms.split(' ').map(alg => ({ type: 'public-key', alg: Number(alg) })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        excludeCredentials: known(data.known),
        attestation: 'none',
      },
    });
    return { clientData: made.response.clientDataJSON, attestation: made.response.attestationObject };
  };

  const signIn = async data => {
    const shown = await navigator.credentials.get({
      publicKey: {
        challenge: bytes(data.challenge),
        rpId: data.domain,
        allowCredentials: known(data.known),
        userVerification: 'required',
      },
    });
    return {
      credential: shown.rawId,
      clientData: shown.response.clientDataJSON,
      authenticatorData: shown.response.authenticatorData,
      signature: shown.response.signature,
      userHandle: shown.response.userHandle || new ArrayBuffer(0),
    };
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const status = form.querySelector('[role=status]');
    form.hidden = false;
    form.addEventListener('submit', async event => {
      event.preventDefault();
      status.textContent = '';
      try {
        const answer = await (form.dataset.passkey === 'add' ? add : signIn)(form.dataset);
        for (const [name, value] of Object.entries(answer)) {
          form.elements.namedItem(name).value = text(value);
        }
        form.submit();
      } catch (failure) {
        status.textContent = failure.name === 'InvalidStateError'
          ? 'This device has a passkey for you already.'
          : 'No passkey was used. Try again, or go on another way.';
      }
    });
  }
})();
