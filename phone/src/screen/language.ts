// The language the page speaks: the person's own choice, else the browser's. There is one for the whole
// page, as `lang` of its html element is one; whoever changes it shows the page anew.
import { de } from '../words/de';
import { en } from '../words/en';
import type { Words } from '../words/words';

export const languages = { en, de } as const;

export type Tag = keyof typeof languages;

const KEPT = 'language';

export let tag: Tag = 'en';
export let words: Words = en;

/** For dates and times: the person's own way of writing them, if it is in the language of the page. */
export let locale = 'en';

export function speak(choice: Tag): void {
    const { language } = navigator;
    tag = choice;
    words = languages[choice];
    locale = language.startsWith(choice) ? language : choice;
    document.documentElement.lang = choice;
}

export function choose(choice: Tag): void {
    localStorage.setItem(KEPT, choice);
    speak(choice);
}

export function speakFirst(): void {
    const wanted = localStorage.getItem(KEPT) ?? navigator.language;
    speak(wanted.startsWith('de') ? 'de' : 'en');
}
