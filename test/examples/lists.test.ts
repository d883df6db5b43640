import type { INodeParameters, INodeProperties, INodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { TikTok } from '../../nodes/TikTok/TikTok.node';
import { TikTokTrigger } from '../../nodes/TikTok/TikTokTrigger.node';
import { TikTokWebhookTrigger } from '../../nodes/TikTok/TikTokWebhookTrigger.node';
import { list, read } from '../docs/repository';
import { fixtures } from '../fixtures';

/**
 * As the editor opens a node: it shows a field with several boxes as one box for each member of what
 * is stored, and of a text as one box for each character.
 */
const nodeTypes: Record<string, INodeType> = {
	'n8n-nodes-tiktok-suite.tikTok': new TikTok(),
	'n8n-nodes-tiktok-suite.tikTokTrigger': new TikTokTrigger(),
	'n8n-nodes-tiktok-suite.tikTokWebhookTrigger': new TikTokWebhookTrigger(),
};

interface Opened {
	field: INodeProperties;
	value: unknown;
}

/** Every field that the editor shows for the parameters, with the value it shows. */
function open({ description }: INodeType, parameters: INodeParameters): Opened[] {
	const { properties } = description;
	const shown = NodeHelpers.getNodeParameters(
		properties,
		parameters,
		true,
		false,
		null,
		description,
	) as INodeParameters;
	return properties
		.filter((field) => NodeHelpers.displayParameter(shown, field, null, description))
		.flatMap((field): Opened[] => {
			const value = shown[field.name];
			if (field.type !== 'collection') return [{ field, value }];
			return (field.options as INodeProperties[])
				.filter(({ name }) => name in ((value ?? {}) as object))
				.map((option) => ({ field: option, value: (value as INodeParameters)[option.name] }));
		});
}

const takesSeveral = ({ field }: Opened) => field.typeOptions?.multipleValues === true;

function expectLists(type: INodeType, parameters: INodeParameters): void {
	for (const { field, value } of open(type, parameters).filter(takesSeveral)) {
		expect([field.name, Array.isArray(value)]).toEqual([field.name, true]);
		for (const member of value as unknown[]) expect(typeof member).toBe('string');
	}
}

const exampleNodes = list('examples')
	.filter((file) => file.endsWith('.json'))
	.flatMap((file) => {
		const { nodes } = JSON.parse(read(`examples/${file}`)) as {
			nodes: Array<{ name: string; type: string; parameters: INodeParameters }>;
		};
		return nodes
			.filter(({ type }) => type.replace(/Tool$/, '') in nodeTypes)
			.map((node) => [file, node.name, node] as const);
	});

describe('the editor shows lists as lists', () => {
	it.each(exampleNodes)('%s: %s', (_file, _name, { type, parameters }) => {
		expectLists(nodeTypes[type.replace(/Tool$/, '')], parameters);
	});

	it.each(fixtures.map((fixture) => [fixture.resource, fixture.operation, fixture] as const))(
		'the worked example of %s %s',
		(_resource, _operation, { example }) => expectLists(new TikTok(), example.parameters),
	);

	it.each(fixtures.map(({ resource, operation }) => [resource, operation] as const))(
		'a new node for %s %s begins with one empty box',
		(resource, operation) => {
			for (const { value } of open(new TikTok(), { resource, operation }).filter(takesSeveral)) {
				expect(value).toEqual(['']);
			}
		},
	);
});
