const show = (id, text) => { document.getElementById(id).textContent = text; };

Object.assign(FHIR.oauth2.settings, window.settings.library || {});

FHIR.oauth2.ready().then(async client => {
  window.client = client;
  if (client.patient.id) {
    const patient = await client.patient.read();
    show("patient", patient.name.map(name => [...(name.given || []), name.family].join(" ")).join(", "));
  }
  show("status", "ready");
}).catch(error => show("status", "error: " + error.message));
