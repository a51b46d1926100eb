/**
 * What people make passwords of, written down from what is publicly known of leaked ones: words, names, places, teams,
 * months and keys, among them those of the countries Asante works in. In lower case; weak-passwords.ts sees through
 * capitals, digits for letters, and padding.
 */
export const COMMON_WORDS = `
password passwords passw0rd passwort passe motdepasse motdepass contrasena contrasenha senha wachtwoord parola haslo
pass pwd word login logon signin welcome welkom bienvenue karibu akwaaba letmein letme openup open sesame enter access
admin administrator administrador root user username guest test tester testing default changeme change changeit
secret secrets secure security secured private master manager office company business service server system computer
internet network website windows microsoft google gmail yahoo hotmail facebook instagram twitter whatsapp tiktok youtube
apple iphone ipad android samsung nokia motorola huawei tecno infinix linux ubuntu oracle cisco dell lenovo toshiba sony
playstation xbox nintendo pokemon pikachu mario zelda minecraft fortnite roblox gamer gaming game games player
qwerty qwertyuiop qwert qwer asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm azerty qazwsx qazwsxedc wsxedc zaq xsw abc abcd
abcdef abcdefg iloveyou iloveu loveyou love lover lovers loveme lovely loving myself mylove mylife life live living
family mother mommy mummy mama maman father daddy papa dad mum mom sister brother baby babe babygirl babyboy girl girls
boy boys woman lady wife husband son daughter kids child children friend friends forever always happy happiness sad
smile smiling beautiful beauty pretty handsome sexy hottie sweet sweetie sweety sweetheart honey sugar candy chocolate
cookie cookies butter buttercup cupcake peanut pumpkin pepper ginger cinnamon vanilla strawberry cherry apple apples
orange banana mango lemon coffee whiskey vodka corona heineken guinness pizza cheese chicken burger noodles jollof
angel angels heaven jesus christ jesuschrist christian church bible god godisgood godislove godisgreat gods goddess
blessed blessing blessings bless faith hope grace glory mercy amen pray prayer prayers holy spirit trinity lord saviour
savior jehovah allah bismillah islam muslim muhammad mohammed mohamed ahmed ibrahim hassan hussein fatima aisha amina
devil demon satan hell lucifer dragon dragons monkey monkeys tiger tigers lion lions eagle eagles falcon falcons hawk
bear bears wolf wolves horse horses dog dogs doggy puppy cat cats kitty kitten pussy bird birds fish shark dolphin
dolphins whale snake spider bunny rabbit elephant panda turtle butterfly flower flowers rose roses lily daisy sunflower
sunshine sunny sun moon star stars starlight sky skyline cloud rainbow rain snow storm thunder lightning fire flame ice
water ocean river beach island mountain forest garden nature earth world planet space galaxy universe
summer winter spring autumn january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday morning night christmas easter birthday
holiday weekend money dollar dollars naira shilling cedi rand million millions millionaire billion billionaire rich cash
bank banker gold golden silver diamond diamonds platinum crystal pearl ruby emerald treasure lucky luck winner winning
king kings queen queens prince princess princesa royal crown boss bigboss chief captain general soldier army navy police
guard guards guardian security patrol safety shield hero heroes legend legends champion champions warrior warriors
ninja samurai pirate pirates viking vikings knight wizard magic magical phoenix shadow shadows ghost killer death dead
batman superman spiderman ironman wolverine avengers marvel deadpool joker matrix neo starwars skywalker jedi yoda vader
trustno one startrek gandalf hobbit harry potter harrypotter hogwarts frodo naruto sasuke goku dragonball pokemon
football soccer futbol basketball baseball hockey cricket rugby tennis golf volleyball boxing wrestling running runner
chelsea arsenal liverpool manchester united manutd mancity everton tottenham hotspur barcelona realmadrid madrid
juventus inter milan bayern munich dortmund ajax psg ronaldo cristiano messi neymar rooney beckham drogba kanu okocha
gormahia leopards kaizer pirates orlando hearts kotoko asante ashanti enyimba supereagles blackstars bafana
yankees lakers bulls cowboys steelers packers broncos raiders patriots redsox giants mets celtics warriors jordan kobe
lebron curry michael jackson michaeljackson eminem rihanna beyonce drake wizkid davido burna burnaboy tupac biggie
slipknot metallica nirvana linkinpark blink greenday music musica guitar piano drummer dancer dance dancing rock rockstar
rocknroll hiphop metal mustang ferrari porsche lamborghini mercedes bmw audi toyota honda nissan yamaha suzuki kawasaki
harley davidson corvette camaro chevy chevrolet ford truck racing driver nascar formula
red blue green yellow black white purple pink brown grey orange scarlet crimson blackcat whitecat redrose blueberry
one two three four five six seven eight nine ten eleven twelve hundred thousand zero number numbers first second last
hello hey helloworld hithere goodbye bye thanks thank please sorry okay yes never ever nothing something anything
everything someone nobody everybody whatever whoever because fuck fucker fuckyou fuckoff shit bitch asshole bastard
pussycat bollocks wanker sexsex porn naked crazy insane stupid idiot dumbass loser cool awesome amazing great super
superstar star power powerful energy strong strength freedom free liberty peace justice truth respect honor honour
loyal loyalty trust believe dream dreams dreamer wonderful perfect special unique simple easy hard true new old young
big small little long short fast slow high low hot cold good better best bad worst nice fine sweet evil
alex alexander alexis alexandra alice amanda amber andrea andrew angela angelina anna annie anthony antonio arthur
ashley austin barbara benjamin beth betty blessing brandon brenda brian bryan caleb cameron carlos carol caroline
catherine charles charlie charlotte chris christian christina christine christopher claire claudia cynthia daniel
daniela danielle david deborah denise dennis diana diego donald donna dorothy edward elizabeth emily emma eric erica
ernest esther eugene eva evelyn faith favour felix fernando florence frances francis francisco frank fred gabriel
gabriela george gloria gordon grace gregory hannah harold heather helen henry hunter isaac isabella jack jacob jake
james jamie jane jasmine jason jeffrey jennifer jeremy jerry jesse jessica jessie joan john johnny johnson jonathan
jose joseph joshua joyce juan juanita judith judy julia julian julie justin karen katherine kathleen katie keith kelly
kenneth kevin kimberly kyle larry laura lauren laurence lawrence leonard leonardo linda lisa louis louise lucas lucy luis
luke madison marcus margaret maria mariana marie marina mario marion mark martha martin mary matthew maxwell megan
melanie melissa michelle miguel mike mohammed monica morgan nancy natalie natasha nathan nicholas nicole nigel norman
oliver olivia oscar pablo pamela patience patricia patrick paul paula pedro peter philip phoebe precious rachel ralph
raymond rebecca regina ricardo richard robert roberto robin rodrigo roger roland ronald rosemary roy russell ruth ryan
sabrina samantha samuel sandra sara sarah sebastian sharon shirley simon sophia sophie stella stephanie stephen steve
steven susan sylvia tamara taylor teresa theresa thomas tiffany timothy tony tracy tyler vanessa veronica victor
victoria vincent virginia walter wendy william willie xavier yvonne zachary
ade adebayo adebola adewale ayo ayomide babatunde bisi bola bolanle chidi chidinma chika chinedu chioma chukwu
chukwuemeka damilola ebuka emeka folake funke gbenga ibrahim ifeanyi ifeoma ike ikechukwu kelechi kemi kunle lekan
musa ngozi nkechi nneka nnamdi obinna olamide olu oluwa oluwaseun oluwatobi seun segun shade sola temitope tobi tolu
tunde uche ugochukwu yemi yusuf zainab abena adwoa afia akosua akua ama kofi kojo kwabena kwadwo kwaku kwame kwasi yaa
yaw achieng akinyi atieno chebet cheruiyot jepkosgei kamau kariuki kimani kiprono kipchoge kibet maina mwangi mutua
muthoni njeri njoroge nyambura ochieng odhiambo okoth omondi onyango otieno wafula wambui wangari wanjiku wanjiru
bongani lerato lindiwe mandla nomsa sibusiso sipho thabo themba thandi zanele aminata awa fatou mamadou moussa ousmane
nigeria nigerian naija lagos abuja kano ibadan benin portharcourt enugu ghana ghanaian accra kumasi kenya kenyan nairobi
mombasa kisumu uganda tanzania rwanda southafrica africa african johannesburg joburg capetown durban pretoria soweto
senegal dakar abidjan ivoirien cotedivoire mali bamako togo lome benin cameroon cameroun douala yaounde
london paris berlin madrid rome newyork brooklyn chicago boston texas dallas houston florida miami california america
american england english britain british france french germany german spain spanish italy italia brazil brasil mexico
canada india indian china chinese japan russia australia zealand ireland scotland wales
team sales finance account accounts accounting payroll payment payments paystack mpesa momo tips tipping tipper guard
gate estate mall project client customer support helpdesk operations supervisor director student teacher school college
university doctor nurse lawyer engineer nursing medical hospital pastor bishop police
and the for with you your are was this that from have not but all can her his our out who get has him how its now
day did man see way too use she they will would there their what about which when make like time just know take into
year some could them than then look only come over think also back after work well even want any these give most
my me is it in on at to of or be we us so do go no up am an as by if he
`;
