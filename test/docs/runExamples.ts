import type {
	IBinaryKeyData,
	IDataObject,
	INodeParameterResourceLocator,
	INodeProperties,
} from 'n8n-workflow';
import { addPosts, addVideos } from '../harness/accounts';
import { jumpThroughWaits } from '../harness/jumpThroughWaits';
import { startMediaServer } from '../harness/mediaServer';
import { createSetting, type Setting } from '../harness/setting';
import { mediaStream } from '../fixtures/media';
import { fixtures } from '../fixtures';
import type { OperationFixture } from '../fixtures/fixture';
import type { PagePart } from './parts';

const username = 'your.account';

/** The worked examples of docs/operations.md, from a run against the emulator. */
export async function exampleParts(): Promise<PagePart[]> {
	const setting = await createSetting();
	const mediaServer = await startMediaServer();
	setting.emulator.switches.pullMapping = { 'media.example.com': mediaServer.url };
	setting.emulator.addAccount({
		username,
		stats: { followers: 1520, following: 80, likes: 20400 },
	});
	const clock = jumpThroughWaits(setting);
	try {
		const parts: PagePart[] = [];
		for (const fixture of fixtures) {
			const output = await outputOf(setting, fixture);
			const text = textOf(setting, fixture, output);
			parts.push({ page: 'docs/operations.md', name: partOf(fixture), text });
			if (partOf(fixture) === 'example: video upload') {
				parts.push({ page: 'README.md', name: 'a post', text: inShort(setting, fixture, output) });
			}
		}
		return parts;
	} finally {
		clock.uninstall();
		await mediaServer.close();
		await setting.close();
	}
}

const partOf = ({ resource, operation }: OperationFixture) => `example: ${resource} ${operation}`;

async function outputOf(
	setting: Setting,
	{ resource, example }: OperationFixture,
): Promise<IDataObject[]> {
	const { emulator, harness } = setting;
	const { parameters, given = {}, media = [] } = example;
	emulator.account(username).videos.length = 0;
	addVideos(emulator, username, given.videos ?? []);
	addPosts(emulator, username, given.posts ?? []);
	const binary: IBinaryKeyData = {};
	for (const file of media) {
		const { mimeType, fileName } = file;
		binary[file.property] = await harness.storeBinary({
			bytes: mediaStream(file),
			mimeType,
			fileName,
		});
	}
	const credential =
		resource === 'adAccount' ? setting.businessToken : setting.connect({ username });
	const { error, items } = await harness.run({
		parameters,
		credentials: [credential],
		items: [{ json: {}, binary }],
	});
	await emulator.settled();
	if (error) throw error;
	return items.map(({ json }) => json);
}

/** One post in ten lines: fields in, item out. */
function inShort(
	{ emulator }: Setting,
	{ example: { parameters } }: OperationFixture,
	[item]: IDataObject[],
): string {
	const { resource, operation, returnWhen, ...fields } = parameters;
	const { post_url, publish_id, outcome, upload } = steady(item, emulator.url) as IDataObject;
	const line = (value: object) =>
		JSON.stringify(value)
			.replace(/(?<=[,:{])(?=["[{\dt])/g, ' ')
			.replace(/}/g, ' }');
	return [
		'```js',
		`// resource ${String(resource)}, operation ${String(operation)}, on an item with the file "data"`,
		line(fields),
		line({ returnWhen }),
		'// the item that comes out, in short',
		line({ post_url, publish_id, outcome }),
		line({ upload }),
		'```',
		'',
	].join('\n');
}

/** They choose the operation; what is filled in comes after them. */
const choices = ['resource', 'operation'];

function textOf(setting: Setting, fixture: OperationFixture, output: IDataObject[]): string {
	const fields = fieldsOf(setting, fixture);
	const set = Object.entries(fixture.example.parameters)
		.filter(([name]) => !choices.includes(name))
		.flatMap(([name, value]) => rowsOf(fields, name, value))
		.map(([field, value]) => `| ${field} | ${value} |`);
	const item = JSON.stringify(steady(output[0], setting.emulator.url), null, 2);
	return [
		...(set.length > 0 ? ['| Field | Value |', '| --- | --- |', ...set, ''] : []),
		output.length === 1
			? 'The item that comes out:'
			: `The first of ${output.length} items that come out:`,
		'',
		'```json',
		item,
		'```',
		'',
	].join('\n');
}

/** The fields that the editor shows for an operation. */
function fieldsOf(
	{ harness }: Setting,
	{ resource, operation }: OperationFixture,
): INodeProperties[] {
	return harness.nodeType('tikTok').description.properties.filter(({ displayOptions }) => {
		const { resource: resources, operation: operations } = displayOptions?.show ?? {};
		return (
			(!resources || resources.includes(resource)) &&
			(!operations || operations.includes(operation))
		);
	});
}

/** A parameter in the words of the editor, with the names that workflows store. */
function rowsOf(fields: INodeProperties[], name: string, value: unknown): Array<[string, string]> {
	const field = fields.find((one) => one.name === name && one.type !== 'hidden');
	if (!field) throw new Error(`There is no field ${name}.`);
	if (field.type === 'collection') {
		return Object.entries(value as object).flatMap(([key, inner]) =>
			rowsOf(field.options as INodeProperties[], key, inner).map(
				([label, shown]): [string, string] => [`${field.displayName} → ${label}`, shown],
			),
		);
	}
	if (field.type === 'resourceLocator') {
		const { mode, value: id } = value as INodeParameterResourceLocator;
		const label = field.modes?.find((one) => one.name === mode)?.displayName;
		return [[`${field.displayName} → ${label} (\`${name}\`)`, `\`${String(id)}\``]];
	}
	const choices = (field.options ?? []) as unknown as Array<{ name: string; value: unknown }>;
	const shown = [value].flat().map((one) => {
		const choice = choices.find((option) => option.value === one);
		if (typeof one === 'boolean') return one ? 'on' : 'off';
		return choice ? `${choice.name} (\`${String(one)}\`)` : `\`${String(one)}\``;
	});
	return [[`${field.displayName} (\`${name}\`)`, shown.join(', ')]];
}

/** The same item in every run: what TikTok makes up, and measured times, are replaced. */
function steady(item: IDataObject, emulatorUrl: string): unknown {
	const text = JSON.stringify(item, (key, value: unknown) => (key === 'seconds' ? 4.2 : value))
		.replaceAll(emulatorUrl, 'https://www.tiktok.com')
		.replaceAll('utm_source=emulator', 'utm_source=your_client_key')
		.replace(/x-expires=\d+/g, 'x-expires=1790021600')
		.replace(/([vp]_[a-z_]+~v2(?:-1)?\.)(?!76000000000000)\d{19}/g, '$17600000000000000001')
		.replace(/"(open_id)":"[^"]+"/g, '"$1":"-000aBcDeFgHiJkLmNoP"')
		.replace(/(?<=["/])(?!76000000000000)76\d{17}(?=["?/])/g, '7600000000000000002');
	return JSON.parse(text);
}
