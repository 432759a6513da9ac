// Every page works without this file; it makes some of them more comfortable.
import {
  Button,
  CharacterCount,
  createAll,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
} from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [
  Button,
  CharacterCount,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
]) {
  createAll(component);
}

// A "Print this page" button exists only where it can work.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What is quoted can be copied by a button where the browser allows it.
if (navigator.clipboard) {
  for (const words of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "portal-link-button portal-noprint";
    button.textContent = words.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(words.textContent);
      button.textContent = words.dataset.copied;
      button.setAttribute("role", "status");
    });
    words.after(button);
  }
}
