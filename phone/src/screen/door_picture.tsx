// The door as it is known to stand. The leaf is drawn where the door last said it was and glides there;
// where nobody knows, there is no leaf.
import type { JSX } from 'preact';

const OPENING = { x: 44, y: 56, width: 272, height: 164 };
const SECTIONS = 4;
const HEIGHT = OPENING.height / SECTIONS;
const PANELS = [0, 1, 2, 3];

// Of an open door the lowest edge stays in sight, as it does in a garage.
const TRAVEL = OPENING.height - 8;

function Section({ row }: { row: number }): JSX.Element {
    const y = row * HEIGHT;
    return (
        <g>
            <rect class="leaf" x="0" y={y} width={OPENING.width} height={HEIGHT - 1} />
            {PANELS.map((column) => (
                <rect
                    key={column}
                    class={row === 0 ? 'pane' : 'panel'}
                    x={10 + column * 65}
                    y={y + 9}
                    width="57"
                    height={HEIGHT - 19}
                    rx="2"
                />
            ))}
        </g>
    );
}

function Inside(): JSX.Element {
    return (
        <g>
            <path class="light" d="M106 0h60l44 164h-148z" />
            <rect class="floor" y="146" width={OPENING.width} height="18" />
            <path class="car" d="M84 148v-26q0-10 9-13l9-22q4-9 14-9h40q10 0 14 9l9 22q9 3 9 13v26h-18v-7h-68v7z" />
            <path class="glass" d="M111 107l7-17q1-4 6-4h24q5 0 6 4l7 17z" />
            <path class="lamp" d="M93 119h16v8h-16zM163 119h16v8h-16z" />
        </g>
    );
}

export function DoorPicture({ position }: { position: number | null }): JSX.Element {
    const raise = position === null ? 0 : (TRAVEL * position) / 100;
    return (
        <svg class="picture" viewBox="0 0 360 240" aria-hidden="true">
            <rect class="sky" width="360" height="240" />
            <path class="roof" d="M0 40 180 8l180 32v8H0z" />
            <rect class="wall" y="44" width="360" height="178" />
            <rect class="frame" x="36" y="48" width="288" height="174" rx="3" />
            <svg {...OPENING}>
                <rect class="inside" width={OPENING.width} height={OPENING.height} />
                {position !== null && <Inside />}
                {position === null ? (
                    <g class="nobody-knows">
                        <path d="M-20 164 144-0M40 164 204 0M100 164 264 0M160 164 324 0M220 164 384 0M-80 164 84 0" />
                        <text x="136" y="112" text-anchor="middle">
                            ?
                        </text>
                    </g>
                ) : (
                    <g class="leaves" style={{ '--raise': `${-raise}px` }}>
                        {[0, 1, 2, 3].map((row) => (
                            <Section key={row} row={row} />
                        ))}
                        <rect class="seal" y={OPENING.height - 5} width={OPENING.width} height="5" />
                        <rect class="grip" x="122" y={OPENING.height - 14} width="28" height="4" rx="2" />
                    </g>
                )}
            </svg>
            <circle class="glow" cx="340" cy="84" r="16" />
            <circle class="signal" cx="340" cy="84" r="6" />
            <rect class="ground" y="222" width="360" height="18" />
            <path class="drive" d="M36 222h288l18 18H18z" />
        </svg>
    );
}
