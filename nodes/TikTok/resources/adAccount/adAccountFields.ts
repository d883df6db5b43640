import type { INodeProperties } from 'n8n-workflow';
import { inputFailure } from '../../errors/ownFailure';
import type { Task } from '../../run/perItem';
import { inSentence } from '../../run/readValue';

/**
 * Fields of the ad look-ups: a list from TikTok, and the ID by hand for expressions, for models, and
 * for whoever cannot load the list. IDs are texts: they are longer than a JavaScript number can hold.
 */

interface Picker {
	displayName: string;
	name: string;
	description: string;
	searchListMethod: string;
	/** The field on whose value the list depends. */
	dependsOn?: string;
	example: string;
	/** TikTok's name in the query. */
	property: string;
}

function picker(field: Picker): INodeProperties {
	const { displayName, name, description, searchListMethod, dependsOn, example, property } = field;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		...(dependsOn && { typeOptions: { loadOptionsDependsOn: [`${dependsOn}.value`] } }),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${example}`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*\\d+\\s*$',
							errorMessage: `${displayName} ID consists of digits only`,
						},
					},
				],
			},
		],
		routing: { send: { type: 'query', property, value: '={{ String($value ?? "").trim() }}' } },
	};
}

export const advertiserId = picker({
	displayName: 'Advertiser',
	name: 'advertiserId',
	description: 'The ad account to look in. TikTok Ads Manager shows its ID as advertiser ID.',
	searchListMethod: 'searchAdvertisers',
	example: '7000000000000000001',
	property: 'advertiser_id',
});

export const storeId = picker({
	displayName: 'Store',
	name: 'storeId',
	description:
		'The TikTok Shop whose ads to look up. The list holds the stores of the advertiser that GMV Max can use.',
	searchListMethod: 'searchStores',
	dependsOn: 'advertiserId',
	example: '7490000000000000001',
	property: 'store_id',
});

/**
 * TikTok refuses these too, but with a code that names its own field only.
 * @throws TikTokFailure
 */
export function checkIds({ parameters }: Task, ...fields: INodeProperties[]): void {
	for (const { name, displayName } of fields) {
		const label = `${displayName} ID`;
		const value = parameters.text(name);
		if (/^\d+$/.test(value)) continue;
		throw inputFailure(
			value === '' ? `${label} is empty.` : `${label} is not a number: ${inSentence(value)}`,
			'It consists of digits only, usually 19.',
		);
	}
}
