// Draws public/icon-192.png and icon-512.png: `node icons/draw.mjs`, from the folder phone. The same
// rectangles as public/icon.svg, in a palette, so that 512 pixels a side cost less than a kilobyte.
import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const PALETTE = ['0d6b68', 'f5f2ec', '4a4038', 'c9d4d3', 'f2a313'];

// In 32nds of a side: colour, left, top, width, height.
const SHAPES = [
    [0, 0, 0, 32, 32],
    [1, 7, 8, 18, 17],
    [2, 9, 10, 14, 15],
    [3, 9, 10, 14, 3],
    [3, 9, 13.5, 14, 3],
    [3, 9, 17, 14, 3],
    [4, 9, 24, 14, 1],
];

// PNG, annex D; Node 18 has none of its own.
function crc32(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) {
            crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
        }
    }
    return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type, body) {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const whole = Buffer.alloc(named.length + 8);
    whole.writeUInt32BE(body.length, 0);
    named.copy(whole, 4);
    whole.writeUInt32BE(crc32(named), named.length + 4);
    return whole;
}

function colourAt(x, y, side) {
    const [u, v] = [(x * 32) / side, (y * 32) / side];
    const over = SHAPES.filter(([, left, top, w, h]) => u >= left && u < left + w && v >= top && v < top + h);
    return over[over.length - 1][0];
}

function png(side) {
    const rows = Buffer.alloc((side / 2 + 1) * side);
    for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
            const at = y * (side / 2 + 1) + 1 + (x >> 1);
            rows[at] |= colourAt(x, y, side) << (x % 2 === 0 ? 4 : 0);
        }
    }
    const header = Buffer.alloc(13);
    header.writeUInt32BE(side, 0);
    header.writeUInt32BE(side, 4);
    header.set([4, 3, 0, 0, 0], 8); // 4 bits a pixel, from a palette
    return Buffer.concat([
        Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
        chunk('IHDR', header),
        chunk('PLTE', Buffer.from(PALETTE.join(''), 'hex')),
        chunk('IDAT', deflateSync(rows, { level: 9 })),
        chunk('IEND', Buffer.alloc(0)),
    ]);
}

for (const side of [192, 512]) {
    writeFileSync(new URL(`../public/icon-${side}.png`, import.meta.url), png(side));
}
