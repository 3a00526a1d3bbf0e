// Answering an invitation: an Enrol that names this phone's keys, signed by the invite key, and the 12
// digits of it.
import { toHex } from '../bytes/bytes';
import type { Keys } from '../keys/identity';
import { sign } from '../keys/p256';
import { enrolCovered, enrolDigits, enrolMessage } from '../protocol/enrol';
import { key8Of } from '../protocol/key8';
import { KIND_PASSKEY, KIND_RAW } from '../protocol/words';
import type { Enrolled, Invitation } from './invitation';

export async function answerInvitation(invitation: Invitation, keys: Keys): Promise<Enrolled> {
    const invite8 = key8Of(invitation.key.point);
    const signedBytes = enrolCovered({
        invite8,
        kind: keys.main.kind === 'passkey' ? KIND_PASSKEY : KIND_RAW,
        point: keys.main.point,
        stopPoint: keys.stop?.point ?? null,
    });
    const signature = await sign(invitation.key.key, signedBytes);
    return {
        invitation,
        invite8: toHex(invite8),
        keys,
        message: enrolMessage(signedBytes, signature),
        digits: await enrolDigits(signedBytes),
        login: null,
    };
}
