/**
 * Loudest sample of each of `count` equal slices.
 *
 * @param {Float32Array} samples -1 to 1
 * @param {number} count
 * @returns {number[]} 0 to 1
 */
export function peaks(samples, count) {
    const width = samples.length / count;
    return Array.from({length: count}, (_, slice) => {
        let loudest = 0;
        const end = Math.min(samples.length, Math.ceil((slice + 1) * width));
        for (let at = Math.floor(slice * width); at < end; at++) {
            loudest = Math.max(loudest, Math.abs(samples[at]));
        }
        return loudest;
    });
}

/** Both lanes of a stereo recording, fetched and decoded. @returns {Promise<number[][]>} */
export async function lanePeaks(url, count) {
    const answer = await fetch(url);
    if (!answer.ok) {
        return [];
    }
    const sound = await new OfflineAudioContext(1, 1, 8000).decodeAudioData(await answer.arrayBuffer());
    return Array.from({length: sound.numberOfChannels}, (_, lane) => peaks(sound.getChannelData(lane), count));
}
