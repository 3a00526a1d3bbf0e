import type { JSX } from 'preact';

import type { Notice } from '../words/words';

interface Props {
    readonly notice: Notice;
}

/** Something the person should know, and what to do about it. */
export function NoticeBox({ notice }: Props): JSX.Element {
    return (
        <div class="notice" role="status">
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <circle cx="12" cy="12" r="10" />
                <path d="M12 6.5v7M12 17v.4" />
            </svg>
            <div>
                <strong>{notice.title}</strong>
                <p>{notice.advice}</p>
            </div>
        </div>
    );
}
