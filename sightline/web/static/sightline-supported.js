// Tells the styles that scripts run, so that what they can open may begin closed.
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
