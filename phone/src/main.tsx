import { render } from 'preact';

import { openFloor } from './floor';

const page = document.getElementById('page');
if (page) {
    render(<p>{openFloor().home().connection}</p>, page);
}
