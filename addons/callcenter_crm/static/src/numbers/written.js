// A Chinese number's parts: of mobiles, of services, of the places with two digits, of all other places
const CHINESE = [
    [/^\+86(1[3-9]\d)(\d{4})(\d{4})$/, "$1 $2 $3"],
    [/^\+86([48]00)(\d{3})(\d{4})$/, "$1 $2 $3"],
    [/^\+86(10|2\d)(\d{4})(\d{4})$/, "0$1 $2 $3"],
    [/^\+86([3-9]\d{2})(\d{3,4})(\d{4})$/, "0$1 $2 $3"],
];

/**
 * A number key as people of the region write it, as `written` of tools/phone.py does; others as they are.
 *
 * @param {string} number
 * @param {string} region ISO code; only China's numbers are known
 */
export function written(number, region) {
    const [pattern, parts] = (region === "CN" && CHINESE.find(([pattern]) => pattern.test(number))) || [];
    return pattern ? number.replace(pattern, parts) : number;
}
