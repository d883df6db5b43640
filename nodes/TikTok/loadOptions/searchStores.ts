import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { storeList } from '../api/business';
import { inputFailure } from '../errors/ownFailure';
import { recordsIfAny } from '../request/records';
import { businessCredential, choicesOf, explained, found } from './businessList';
import { inLocator, LIST_AGE_MS } from './inEditor';

/** What TikTok's refusals mean here (business fact sheet §1.4). */
const hints: Record<string, string> = {
	40001:
		'The app needs the permission Ads Management, and the connected user the shop. Or choose By ID.',
};

/** The shops of the chosen advertiser that GMV Max can use, for the Store field. */
export async function searchStores(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await inLocator(this, businessCredential(this), async (session) => {
		const qs = { advertiser_id: chosenAdvertiser(this) };
		const answer = await explained(hints, async () =>
			session.recall(storeList, LIST_AGE_MS, { qs }),
		);
		const stores = recordsIfAny(answer, 'store_list');
		const usable = stores.filter(({ is_gmv_max_available }) => is_gmv_max_available !== false);
		if (usable.length === 0) throw noStore(stores.length);
		return found(onceEach(choicesOf(usable, 'store_id', entryOf)), filter);
	});
}

function chosenAdvertiser(context: ILoadOptionsFunctions): string {
	const chosen = context.getCurrentNodeParameter('advertiserId');
	const value = chosen && typeof chosen === 'object' && 'value' in chosen ? chosen.value : chosen;
	// A number of that length was rounded on its way and names another one.
	const isExact = typeof value !== 'number' || Number.isSafeInteger(value);
	const id = isExact ? String(value ?? '').trim() : '';
	if (/^\d+$/.test(id)) return id;
	throw inputFailure(
		'Choose the advertiser first.',
		'The list holds the stores of one ad account. When an expression names it, choose By ID here.',
	);
}

/** A shop comes once for each Business Center that authorizes it (business fact sheet §2). */
function onceEach(stores: INodeListSearchItems[]): INodeListSearchItems[] {
	return [...new Map(stores.map((store) => [store.value, store])).values()];
}

function entryOf({ store_id, store_name, store_status }: IDataObject) {
	const name = textOf(store_name) || textOf(store_id);
	return { id: store_id, name: store_status === 'INACTIVE' ? `${name}, inactive` : name };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function noStore(unusable: number) {
	return unusable === 0
		? inputFailure(
				'This ad account has no TikTok Shop.',
				'Link the shop to the ad account in TikTok Business Center, or choose By ID.',
			)
		: inputFailure(
				'GMV Max cannot use any store of this ad account.',
				'TikTok says so. See GMV Max in TikTok Ads Manager, or choose By ID.',
			);
}
