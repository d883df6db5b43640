import type { INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';
import { TikTok } from '../../../../nodes/TikTok/TikTok.node';
import { TikTokTrigger } from '../../../../nodes/TikTok/TikTokTrigger.node';
import { TikTokWebhookTrigger } from '../../../../nodes/TikTok/TikTokWebhookTrigger.node';
import { triggerEvents } from '../../../../nodes/TikTok/trigger/postState';
import { wordsOfEvents } from '../../../../nodes/TikTok/webhook/events';

/**
 * Everything that a workflow stores of our nodes, a line for each field: where it is shown, its name
 * and the values that it can be chosen from. And the words of `event`, with which workflows compare.
 */
export function storedNames(): string[] {
	const lines = [new TikTok(), new TikTokTrigger(), new TikTokWebhookTrigger()].flatMap(linesOf);
	const words = [...triggerEvents, ...wordsOfEvents.values()].map((word) => `event = ${word}`);
	return [...new Set([...lines, ...words])].sort();
}

function linesOf({ description: { name, properties } }: INodeType): string[] {
	return properties
		.filter(({ type }) => type !== 'notice')
		.flatMap((field) => {
			const place = [field.displayOptions?.show?.resource, field.displayOptions?.show?.operation]
				.map((values) => values?.[0])
				.filter(Boolean);
			return namesOf(field).map((line) => [name, place.join('.'), line].filter(Boolean).join(' '));
		});
}

function namesOf(field: INodeProperties, parent = ''): string[] {
	const path = `${parent}${field.name}`;
	if (field.type === 'collection') {
		return (field.options as INodeProperties[]).flatMap((one) => namesOf(one, `${path}.`));
	}
	const isChoice = field.type === 'options' || field.type === 'multiOptions';
	if (!isChoice) return [path];
	const values = ((field.options ?? []) as INodePropertyOptions[]).map(({ value }) => value);
	return values.length === 0 ? [path] : values.map((value) => `${path} = ${String(value)}`);
}
