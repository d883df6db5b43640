/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/**
 * A line with delay and no other limit: a TCP proxy that hands every piece on after half a round
 * trip. Loopback answers a connect at once, so the round trip of the TCP handshake is added before
 * the first byte of a connection. TLS goes through it as it is, with its own round trips.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** More than such a line holds at this speed: only the delay is felt. */
const MOST_ON_THE_WAY = 64 * 1024 * 1024;

const [target, roundTrip] = process.argv.slice(2);
const roundTripMs = Number(roundTrip);
const { protocol, hostname, port } = new URL(target);

function deliver(from: Socket, to: Socket): void {
	let onTheWay = 0;
	from.on('data', (piece: Buffer) => {
		onTheWay += piece.length;
		if (onTheWay > MOST_ON_THE_WAY) from.pause();
		// Timers of the same length fire in order.
		setTimeout(() => {
			if (to.destroyed) return;
			to.write(piece, () => {
				onTheWay -= piece.length;
				if (onTheWay <= MOST_ON_THE_WAY) from.resume();
			});
		}, roundTripMs / 2);
	});
	// Adding a listener does not wake what was paused on purpose.
	from.resume();
	from.once('end', () => setTimeout(() => to.end(), roundTripMs / 2));
	from.once('close', () => setTimeout(() => to.destroySoon(), roundTripMs / 2));
}

const server = createServer({ pauseOnConnect: true, noDelay: true }, (client) => {
	const upstream = connect({ host: hostname, port: Number(port), noDelay: true });
	deliver(upstream, client);
	// The close that follows is handed on.
	client.on('error', () => {});
	upstream.on('error', () => {});
	setTimeout(() => deliver(client, upstream), roundTripMs);
});
server.listen(0, '127.0.0.1', () => {
	console.log(`${protocol}//127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.stdin.resume().once('close', () => process.exit());
