/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { consumer } from '../consumerClient';
import { createEmulator, type Emulator, type FaultAction, type RequestFault } from '../index';

/** One for the test file that imports this; each test finds it fresh and plays its faults to the end. */
export let emulator: Emulator;

beforeAll(async () => {
	emulator = await createEmulator();
});
beforeEach(() => emulator.reset());
afterEach(() => expect(emulator.faults.remaining()).toEqual([]));
afterAll(async () => await emulator.close());

export const path = '/v2/user/info/';
export const init = '/v2/post/publish/video/init/';

export const api = () => consumer(emulator.url, emulator.grant().access_token);
export const info = async () => await api().get(`${path}?fields=open_id`);

/** Lets the emulator go on until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise(setImmediate);
}

/** On the call that `info` makes, unless told otherwise. */
export function script(action: FaultAction, more: Partial<RequestFault> = {}): void {
	emulator.faults.script({ match: { path }, do: action, ...more });
}
