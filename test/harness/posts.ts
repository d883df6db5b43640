import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Emulator, Publish } from '../emulator';
import type { Harness } from './types';

/** What tests of posts have in common. */

/** A video for nobody but the creator. */
export const directPost = {
	resource: 'video',
	postMode: 'DIRECT_POST',
	privacyLevel: 'SELF_ONLY',
} satisfies INodeParameters;

/** How many requests TikTok has heard whose path ends so. */
export const requestsTo = ({ requests }: Emulator, ending: string): number =>
	requests.filter(({ path }) => path.endsWith(ending)).length;

/** How many posts were asked for. */
export const initsAt = (emulator: Emulator): number => requestsTo(emulator, '/init/');

/** Posts of which TikTok has all media. */
export const completeAt = ({ publishes }: Emulator): Publish[] =>
	publishes.filter(({ complete }) => complete);

/** An item that holds files whose labels tell nothing. */
export async function itemHolding(
	harness: Harness,
	files: Record<string, { bytes: Buffer; fileName?: string }>,
): Promise<INodeExecutionData> {
	const binary: NonNullable<INodeExecutionData['binary']> = {};
	for (const [field, { bytes, fileName = `${field}.bin` }] of Object.entries(files)) {
		const mimeType = 'application/octet-stream';
		binary[field] = await harness.storeBinary({ bytes, mimeType, fileName });
	}
	return { json: {}, binary };
}
