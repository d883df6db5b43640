/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { TikTokTrigger } from '../../nodes/TikTok/TikTokTrigger.node';
import { addPosts } from '../harness/accounts';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import { Scene } from '../nodes/TikTok/trigger/triggerUnderTest';
import { kinds, shapeOf } from './kinds';

/**
 * Every field of the polling trigger meets every kind of value, in each way of watching, when the
 * workflow is switched on and when it is tested in the editor.
 */
let setting: Setting;
let scene: Scene;
beforeAll(async () => {
	setting = await createSetting();
});
beforeEach(() => {
	scene = new Scene(setting);
});
afterEach(() => scene.end());
afterAll(async () => await setting.close());

/** FIELD_SHARE=1 plays all of them, otherwise one in 7. */
const share = Number(process.env.FIELD_SHARE ?? 7);

const { properties } = new TikTokTrigger().description;

const plays = properties
	.filter(({ type }) => type !== 'notice' && type !== 'fixedCollection')
	.flatMap(
		(field): Array<{ field: INodeProperties; collection?: string }> =>
			field.type === 'collection'
				? (field.options as INodeProperties[]).map((inner) => ({
						field: inner,
						collection: field.name,
					}))
				: [{ field }],
	)
	.flatMap(({ field, collection }) =>
		['instance', 'publishIds', 'account'].flatMap((source) =>
			['switched on', 'tested'].flatMap((way) =>
				kinds.map((kind) => ({
					name: `${source}, ${way}: ${field.name} = ${kind.name}`,
					field,
					collection,
					source,
					way,
					kind,
				})),
			),
		),
	)
	.filter((_, index) => index % share === 0);

const publishId = 'v_pub_url~v2.7600000000000000001';
/** What else a field that holds IDs may name. */
const posts = [publishId, 'abc', '2', 'true', 'false', 'NaN'].map((publish_id) => ({
	publish_id,
	status: 'PUBLISH_COMPLETE',
}));

it.each(plays)('$name', async ({ field, collection, source, way, kind }) => {
	addPosts(setting.emulator, scene.username, posts);
	// JSON has no word for what is not a number.
	const { value } = kind;
	const literal = typeof value === 'number' ? String(value) : JSON.stringify(value);
	const own = { [field.name]: `={{ ${literal} }}` };
	const parameters: INodeParameters = {
		source,
		publishIds: [publishId],
		...(collection ? { [collection]: own } : own),
	};
	const verdict = kind.verdicts[shapeOf(field)] ?? 'refused';
	const trigger = scene.trigger(parameters);
	const outcome = await (way === 'tested' ? trigger.poll('manual') : trigger.activate()).then(
		() => 'polled',
		(error: Error & { context?: { tiktok?: { code: string } } }) => error,
	);
	if (outcome === 'polled') {
		// What n8n does not show it does not hand over either.
		const isShown = field.displayOptions?.show?.source?.includes(source) ?? !collection;
		if (isShown) expect(verdict).not.toBe('refused');
		return;
	}
	const { message, context } = outcome as Exclude<typeof outcome, string>;
	expect(context?.tiktok?.code).not.toBe('unexpected');
	expect(message).toMatch(new RegExp(field.displayName.split(' ')[0], 'i'));
});
