# As in the documents of LWP::Authen::OAuth2, which has no discovery and verifies nothing.
use strict;
use warnings;
use LWP::Authen::OAuth2;
use LWP::UserAgent;

my $base = shift;
my $client = LWP::Authen::OAuth2->new(
    client_id => 'shop', client_secret => 's3cret', redirect_uri => 'http://localhost/back',
    scope => 'openid email', authorization_endpoint => "$base/oauth/authorize",
    token_endpoint => "$base/oauth/token",
);
my $browser = LWP::UserAgent->new(max_redirect => 0);
my $back = $browser->get($client->authorization_url)->header('location');
my ($code) = $back =~ /[?&]code=([^&]+)/;
$client->request_tokens(code => $code);
print "code\n";
print "userinfo\n" if $client->get("$base/oauth/userinfo")->is_success;
