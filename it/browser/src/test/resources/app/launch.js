// Opened by an EHR, the address names the server and the launch; opened by a user, the app knows its server.
const options = { ...window.settings, redirectUri: "app.html", pkceMode: "required" };
if (new URLSearchParams(location.search).has("iss")) {
  delete options.iss;
}
FHIR.oauth2.authorize(options).catch(error => {
  document.getElementById("status").textContent = "error: " + error.message;
});
