// Which of the two languages the page speaks: the person's own choice, else the browser's.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import { de } from '../words/de';
import { en } from '../words/en';
import type { Words } from '../words/words';

export const languages = { en, de } as const;

export type Tag = keyof typeof languages;

const KEPT = 'language';

export function firstLanguage(): Tag {
    const kept = localStorage.getItem(KEPT);
    if (kept === 'en' || kept === 'de') {
        return kept;
    }
    return navigator.language.startsWith('de') ? 'de' : 'en';
}

export function keepLanguage(tag: Tag): void {
    localStorage.setItem(KEPT, tag);
}

export interface Speech {
    readonly tag: Tag;
    readonly words: Words;
}

export const SpeechContext = createContext<Speech>({ tag: 'en', words: en });

/** For dates and times: the person's own way of writing them, if it is in the language of the page. */
export const localeOf = (tag: Tag): string => (navigator.language.startsWith(tag) ? navigator.language : tag);

export const useSpeech = (): Speech => useContext(SpeechContext);

export const useWords = (): Words => useSpeech().words;
