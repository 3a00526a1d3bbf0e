import type { JSX } from 'preact';

import type { Notice } from '../words/words';

/** Something the person should know, and what to do about it. */
export const NoticeBox = ({ title, advice }: Notice): JSX.Element => (
    <div class="notice" role="status">
        <strong>{title}</strong>
        <p>{advice}</p>
    </div>
);
