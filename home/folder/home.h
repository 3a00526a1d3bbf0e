// A home: one folder with everything its owner's command line knows.
//
//     home.json              format, names of the broker, the owner's name
//     people.json            who may: what rosters are made from
//     authority/             roots (keys under the passphrase), intermediate of the servers' root
//     keys/                  admin (under the passphrase), owner, timekeeper, recovery.pub
//     link/                  the command line's own certificate, or password, for the broker
//     broker/                mosquitto.conf, acl, passwords, certificates, its persistent state
//     page/                  home.json of the phones' page, nginx.conf
//     doors/NAME/            door.image, identity.pub, roster
//     recovery-sheet.*       .txt and .html: to be printed and deleted
//
// A member's, made by `portcullis join`, has home.json, the servers' root without its key,
// keys/owner.key, link/ and doors/NAME/identity.pub, and until he is let in:
//
//     enrol                  what he asks with
//     link/lasting.crt       his own certificate, while he tells that he has it
#ifndef HOME_FOLDER_HOME_H
#define HOME_FOLDER_HOME_H

#include "base/must_use.h"
#include "home/failure.h"
#include "home/folder/file.h"
#include "home/folder/page_settings.h"
#include "protocol/words.h"

enum {
    HOME_FORMAT = 2,
    HOME_FORMAT_OLDEST = 1, // that is understood, and brought up to date: migrate.h
    NAME_MOST = 16,         // bytes of a person's, device's or door's name
    TOPIC_ROOT_MOST = 64
};

struct home_settings {
    char broker_name[HOST_MOST + 1];    // what the broker's certificate says
    char broker_address[HOST_MOST + 1]; // where this command line connects
    uint16_t broker_port;
    uint16_t websockets_port; // of 127.0.0.1, for phones behind a web server; 0: none
    bool broker_foreign;      // the broker is somebody's own, and configured by him
    char broker_user[HOST_MOST +
                     1];      // this command line's name there; empty: its certificate says it
    char bind[HOST_MOST + 1]; // the address the broker listens on; empty: all
    char run_as[33];          // the user a broker started by root becomes
    char topic_root[TOPIC_ROOT_MOST + 1];
    char owner[NAME_MOST + 1]; // this command line's identity, and its user in rosters
    char organisation[33];     // in every certificate of this home
    struct page_settings page; // of the phones' page; of no host: there is none
    bool member;               // somebody who was invited: his home has no authority and no people
};

struct home {
    struct path folder;
    struct home_settings settings;
};

// The home's folder: the option when there is one (else NULL), $PORTCULLIS_HOME,
// $XDG_CONFIG_HOME/portcullis, ~/.config/portcullis.
MUST_USE bool home_choose(const char *option, struct path *out, struct failure *failure);

// Reads the home at folder; refuses one of a newer format, and brings an older one up to date where
// it can be written. It is for what owners do: a member's home is refused. home_open_any is for what
// everybody may, as opening a door.
MUST_USE bool home_open(const char *folder, struct home *out, struct failure *failure);
MUST_USE bool home_open_any(const char *folder, struct home *out, struct failure *failure);

// Writes folder/home.json.
MUST_USE bool home_write_settings(const char *folder, const struct home_settings *settings,
                                  struct failure *failure);

// Path of a file of the home, as in "keys/owner.key".
MUST_USE bool home_path(const struct home *home, const char *name, struct path *out,
                        struct failure *failure);

// Path of a file of a door, as "roster"; of its folder for NULL.
MUST_USE bool home_door_path(const struct home *home, const char *door, const char *file,
                             struct path *out, struct failure *failure);

// Keeps other writers out of the folder until this process ends or home_unlock; waits a second. A home
// of an older format is of HOME_FORMAT afterwards.
MUST_USE bool home_lock(const char *folder, int *out, struct failure *failure);
void home_unlock(int lock);

// 1 to 16 of [a-z0-9-], as a user, a device or a door is called.
MUST_USE bool name_is_plain(const char *name);

#endif
