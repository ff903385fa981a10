<?php
// PHP's own curl, which goes by the proxy of the environment, and trusts what curl.cainfo names.
function ask(string $url, array $options): array {
    $curl = curl_init($url);
    curl_setopt_array($curl, $options + [CURLOPT_RETURNTRANSFER => true]);
    $answer = curl_exec($curl) ?: throw new Exception(curl_error($curl));
    return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), json_decode($answer, true)];
}

[, $granted] = ask('https://onlinetools.ups.com/security/v1/oauth/token', [
    CURLOPT_USERPWD => 'shop:s3cret', CURLOPT_POSTFIELDS => 'grant_type=client_credentials',
]);
if (isset($granted['access_token'])) {
    echo "a token\n";
}
[$status] = ask('https://onlinetools.ups.com/api/track/v1/details/1Z999AA10123456784', [
    CURLOPT_HTTPHEADER => ['Authorization: Bearer ' . $granted['access_token']],
]);
echo "a refusal: $status\n";
