import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { freshUsername } from '../harness/accounts';
import type { Setting } from '../harness/setting';
import type { SomePost } from './posts';
import { someFiles } from './posts';

const allScopes = ['user.info.basic', 'user.info.profile', 'video.publish', 'video.upload'];

export interface Checked {
	would_post: boolean;
	problems: Array<{ code: string; message: string }>;
}

/** How a post ended, of which Check Only had an opinion. */
export interface Posted {
	publishId?: string;
	code?: string;
}

export interface Played {
	checked: Checked[];
	/** Inits that TikTok heard, and posts that it took, while only checking was asked for. */
	initsOfCheck: unknown[];
	posted: Posted[];
}

/** The same post twice: with Check Only, then without. */
export async function play(setting: Setting, post: SomePost): Promise<Played> {
	const { emulator } = setting;
	const username = freshUsername();
	emulator.addAccount({ username, ...post.account });
	const scopes = allScopes.filter((scope) => !post.withheld.includes(scope));
	const credential = setting.connect({ username, scopes });
	if (post.isRemoved) emulator.removeAuthorization({ username });
	const items = [await itemOf(setting, post)];

	const run = async (checkOnly: boolean) => {
		const options = { ...(post.parameters.options as IDataObject), checkOnly };
		const { resource, operation } = {
			resource: post.operation === 'post' ? 'photo' : 'video',
			operation: post.operation,
		};
		const result = await setting.harness.run({
			parameters: { ...post.parameters, resource, operation, options } as never,
			items,
			credentials: [credential],
			onError: 'continueRegularOutput',
		});
		return result.items.map(({ json }) => json);
	};

	const before = { requests: emulator.requests.length, posts: emulator.publishes.length };
	const checked = (await run(true)) as unknown as Checked[];
	const initsOfCheck = [
		...emulator.requests
			.slice(before.requests)
			.filter(({ path, method }) => path.endsWith('/init/') || method === 'PUT')
			.map(({ method, path }) => `${method} ${path}`),
		...emulator.publishes.slice(before.posts),
	];
	const posted = (await run(false)).map(({ publish_id, details }) => ({
		publishId: publish_id as string | undefined,
		code: (details as IDataObject | undefined)?.code as string | undefined,
	}));
	return { checked, initsOfCheck, posted };
}

async function itemOf({ harness }: Setting, { files }: SomePost): Promise<INodeExecutionData> {
	const binary: NonNullable<INodeExecutionData['binary']> = {};
	for (const [index, fileName] of files.entries()) {
		binary[`file${index}`] = await harness.storeBinary({
			bytes: someFiles[fileName](),
			mimeType: 'application/octet-stream',
			fileName,
		});
	}
	return { json: {}, ...(files.length > 0 && { binary }) };
}
