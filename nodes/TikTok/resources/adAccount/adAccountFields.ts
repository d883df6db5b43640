import type { INodeProperties } from 'n8n-workflow';
import { inputFailure } from '../../errors/failure';
import { exactText } from '../../shared/listOfTexts';
import type { Task } from '../../shared/perItem';

/** Fields of the ad look-ups. IDs are texts: they are longer than a JavaScript number can hold. */

export const advertiserId: INodeProperties = {
	displayName: 'Advertiser ID',
	name: 'advertiserId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 7000000000000000001',
	description: 'ID of the ad account, as shown in TikTok Ads Manager',
	hint: 'Digits only. The credential must have access to this ad account.',
	routing: {
		send: { type: 'query', property: 'advertiser_id', value: '={{ String($value ?? "").trim() }}' },
	},
};

export const storeId: INodeProperties = {
	displayName: 'Store ID',
	name: 'storeId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 7490000000000000001',
	description: 'ID of the TikTok Shop whose ads to look up',
	hint: 'Digits only.',
	routing: {
		send: { type: 'query', property: 'store_id', value: '={{ String($value ?? "").trim() }}' },
	},
};

/**
 * TikTok refuses these too, but with a code that names its own field only.
 * @throws TikTokFailure
 */
export function checkIds({ context }: Task, ...fields: INodeProperties[]): void {
	for (const { name, displayName: label } of fields) {
		const value = exactText(context.getNodeParameter(name));
		if (/^\d+$/.test(value)) continue;
		throw inputFailure(
			value === '' ? `${label} is empty.` : `${label} is not a number: ${value}`,
			'It consists of digits only, usually 19.',
		);
	}
}
