// The floor as the face meets it.
import type { Home, Store } from './model';

const nothing: Home = {
    organisation: '',
    connection: 'connecting',
    doors: [],
    me: null,
    joining: null,
    history: [],
};

export function openFloor(): Store {
    const nobody = () => undefined;
    return {
        home: () => nothing,
        subscribe: () => nobody,
        actions: {
            ask: nobody,
            join: nobody,
            useLink: nobody,
            takeOver: nobody,
            dismiss: nobody,
            forget: nobody,
        },
    };
}
