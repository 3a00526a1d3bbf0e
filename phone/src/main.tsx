import { render } from 'preact';

import { openFloor } from './floor';
import { App } from './screen/app';
import './styles.css';
import { registerWorker } from './worker/register';

const page = document.getElementById('page');
if (page) {
    const store = openFloor();
    const show = (): void => render(<App home={store.home()} actions={store.actions} />, page);
    store.subscribe(show);
    show();
    registerWorker();
}
