// Where everything of a show lies: the programs it plays with, and the throw-away home.
//
//     FOLDER/home/         the home that `portcullis init` makes
//     FOLDER/stranger/     the stranger's own authority
//     FOLDER/flash, pins   the controller's memory, and what it is wired to
//     FOLDER/garage.eeprom the board's memory, where the controller is the emulated board
//     FOLDER/nginx/        where the web server of the phones' page may write
//     FOLDER/taken-over.*  the broker's configuration as a thief would have it
//     FOLDER/*.log         the words of the programs
#ifndef SHOW_PLACES_H
#define SHOW_PLACES_H

#include "home/folder/file.h"

// The passphrase of the throw-away home, from the folder we run in, as a person types it.
#define PLACES_PASSPHRASE "build/demo/passphrase"

// What `portcullis door image` makes for the emulated board, the same way.
#define PLACES_EEPROM "build/demo/garage.eeprom"

struct places {
    struct path portcullis;   // programs
    struct path door_program; // or the emulated board behind its pins
    struct path mosquitto;
    struct path nginx;      // only where there is a page
    struct path page_files; // of the phones' page, absolute; empty: there is none
    struct path folder;
    struct path home;
    struct path image;
    struct path pins;
    struct path flash;
    struct path eeprom;
    struct path configuration; // mosquitto's, as portcullis made it
    struct path page;          // nginx's, the same
    struct path nginx_folder;
    struct path nginx_log;
    struct path taken_over;   // and as the thief did
    struct path holding_back; // his list of rights, where he keeps commands from the door
    struct path stranger;
    struct path broker_log;
    struct path door_log;
    struct path door_words; // what the door program says itself, if it has to
    int lock;               // keeps a second show out of the folder
};

// Finds the programs beside our own and an empty folder below build/ of the folder we run in. What a
// show before has left there is removed; what is no show's is left alone, and refused. on_board: the
// controller is the emulated board. page: where the files of the phones' page lie; NULL: there is none.
MUST_USE bool places_make(struct places *out, bool on_board, const char *page,
                          struct failure *failure);

// Removes the folder, unless somebody wants to look into it.
void places_leave(struct places *places, bool keep);

#endif
