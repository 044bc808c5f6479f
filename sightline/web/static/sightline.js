import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  PasswordInput,
  SkipLink,
  createAll,
} from "./vendor/nhsuk-frontend/nhsuk-frontend.min.js";

// Radios are left out: sightline.css shows what a radio reveals, with or without scripts.
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, SkipLink]) {
  createAll(component);
}
