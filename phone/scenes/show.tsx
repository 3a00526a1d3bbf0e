// Shows the scene that stands behind # in the address. `asked` collects what is asked of the floor.
import { render } from 'preact';

import type { Actions } from '../src/model';
import { App } from '../src/screen/app';
import '../src/styles.css';
import { noActions, scenes } from './scenes';

const asked: unknown[] = [];
Object.assign(window, { asked, scenes: Object.keys(scenes) });

const actions = Object.fromEntries(
    Object.keys(noActions).map((name) => [name, (...words: unknown[]) => asked.push([name, ...words])]),
) as unknown as Actions;

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
        const app = scene && <App key={name} home={scene.home} actions={actions} firstTab={scene.tab ?? 'doors'} />;
        render(app ?? <main>{all}</main>, page);
        page.dataset['scene'] = name;
    }
}

addEventListener('hashchange', show);
show();
