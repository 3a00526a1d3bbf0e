import type { JSX } from 'preact';

import type { Notice } from '../words/words';

/** Something the person should know, and what to do about it. */
export const NoticeBox = ({ title, advice, doubt }: Notice & { doubt?: string | false }): JSX.Element => (
    <div class="notice" role="status">
        <strong>
            {title}
            {doubt}
        </strong>
        <p>{advice}</p>
    </div>
);
