import { api, expectRefusal, get, seed, us } from './businessApiUnderTest';

describe('terms', () => {
	it('are texts, per type and language, in English unless asked otherwise', async () => {
		api.switches.callsPerSecond = 20;
		const seen = new Set<string>();
		for (const term_type of ['LeadAds', 'InstantPage', 'Pixel', 'ReachFrequency']) {
			for (const lang of ['EN', 'ZH', 'JA']) {
				const { data } = await get('/term/get/', { ...us, term_type, lang });
				expect(data.terms).toContainEqual(expect.any(String));
				seen.add(JSON.stringify(data.terms));
			}
		}
		expect(seen.size).toBe(12);
		const english = await get('/term/get/', { ...us, term_type: 'LeadAds', lang: 'EN' });
		const unspecified = await get('/term/get/', { ...us, term_type: 'LeadAds' });
		expect(unspecified.data).toEqual(english.data);
	});

	it.each(['en', 'zh', 'De', 'DE', ''])('refuse the language %p', async (lang) => {
		expectRefusal(await get('/term/get/', { ...us, term_type: 'LeadAds', lang }), 40002, 'lang');
	});

	it.each(['/term/get/', '/term/check/'])('%s wants the type to the letter', async (path) => {
		for (const term_type of ['leadads', 'LEAD_ADS', 'Other']) {
			expectRefusal(await get(path, { ...us, term_type }), 40002, 'term_type');
		}
	});

	it('are confirmed per advertiser and type', async () => {
		api.confirmTerms(seed.usAdvertiserId, 'LeadAds');
		const confirmed = async (advertiser_id: string, term_type: string) =>
			(await get('/term/check/', { advertiser_id, term_type })).data;
		expect(await confirmed(seed.usAdvertiserId, 'LeadAds')).toEqual({ confirmed: true });
		expect(await confirmed(seed.usAdvertiserId, 'Pixel')).toEqual({ confirmed: false });
		expect(await confirmed(seed.otherAdvertiserId, 'LeadAds')).toEqual({ confirmed: false });
	});
});
