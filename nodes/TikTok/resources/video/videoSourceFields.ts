import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Fields of both operations that upload videos. */

/** Completes "Address of the video: …". */
export const addressRules =
	'https or http, on any domain, redirects are followed; as a tool of an agent a public https address';

export const addressHint =
	'n8n downloads it and sends it on in chunks. The domain need not be verified at TikTok.';

/**
 * Where the videos come from.
 * @param what completes "Where … comes from"
 */
export const videoSource = (
	what: 'the video' | 'the videos',
	file: string,
	address: string,
): INodeProperties[] => [
	// A model has no file at hand: as its tool the node opens on what it can do.
	sourceField(what, origins(file, address), 'url', { show: { '@tool': [true] } }),
	sourceField(what, origins(file, address), 'binary', { hide: { '@tool': [true] } }),
];

const sourceField = (
	what: 'the video' | 'the videos',
	options: INodePropertyOptions[],
	preselected: 'binary' | 'url',
	displayOptions: INodeProperties['displayOptions'],
): INodeProperties => ({
	displayName: what === 'the video' ? 'Video From' : 'Videos From',
	name: 'videoSource',
	type: 'options',
	noDataExpression: true,
	default: preselected,
	displayOptions,
	description: `Where ${what} ${what === 'the video' ? 'comes' : 'come'} from`,
	options,
});

const origins = (file: string, address: string): INodePropertyOptions[] => [
	{ name: file, value: 'binary', description: 'From the node before' },
	{
		name: address,
		value: 'url',
		description: 'Any http or https address; nothing is stored in n8n',
	},
];
