import { publicPostItem } from '../../../../nodes/TikTok/trigger/eventItem';

it.each([
	['the title', { title: 'Title', video_description: 'Description' }, 'Title'],
	['the description where there is no title', { title: '', video_description: 'Text' }, 'Text'],
	['the description where the title is no text', { title: {}, video_description: 'Text' }, 'Text'],
	['nothing where neither is one', { title: { a: 1 }, video_description: null }, undefined],
])('the caption of a public post is %s', (_what, told, caption) => {
	expect(publicPostItem({ id: '7600000000000000001', ...told }).json.caption).toBe(caption);
});
