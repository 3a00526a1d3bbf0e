// Shows the scene that stands behind # in the address. `asked` collects what is asked of the floor.
import { type JSX, render } from 'preact';

import type { Actions } from '../src/model';
import { App } from '../src/screen/app';
import '../src/styles.css';
import { noActions, type Scene, scenes } from './scenes';

const asked: unknown[] = [];
Object.assign(window, { asked, scenes: Object.keys(scenes) });

const actions = Object.fromEntries(
    Object.keys(noActions).map((name) => [name, (...words: unknown[]) => asked.push([name, ...words])]),
) as unknown as Actions;

/** The scene that is shown becomes another, as the page does when the door moves. */
let becomes: ((name: string) => void) | undefined;
Object.assign(window, { becomes: (name: string) => becomes?.(name) });

function show(): void {
    const page = document.getElementById('page');
    const name = location.hash.slice(1);
    const scene = scenes[name];
    if (page) {
        asked.length = 0;
        const all = Object.keys(scenes).map((each) => (
            <p key={each}>
                <a href={`#${each}`}>{each}</a>
            </p>
        ));
        const app = (at: Scene): JSX.Element => <App key={name} home={at.home} actions={actions} firstTab={at.tab ?? 'doors'} />;
        becomes = (next) => render(app(scenes[next]!), page);
        render(scene ? app(scene) : <main>{all}</main>, page);
        page.dataset['scene'] = name;
    }
}

addEventListener('hashchange', show);
show();
