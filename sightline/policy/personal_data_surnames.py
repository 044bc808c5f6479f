"""Surnames that people in the United Kingdom bear, and how surnames are built, for finding names in texts.

Put together for this project from what is common knowledge; taken from no list of anybody. Without accents, in small letters. A
surname alone is never found: only beside a title, an initial, a given name or another cue.
"""

from __future__ import annotations

import re

SURNAMES = frozenset(
    """
    abbott abraham adair adams adamson addison ainsworth aitken alcock alexander allan allen allison alston ambrose anderson andrews appleby appleton
    archer armitage armstrong arnold arthur ashby ashcroft ashworth askew aspinall atherton atkins atkinson attwood austin ayres bagshaw bailey bainbridge baines
    baird bakewell baldwin balfour ballard bamford bancroft bannister barber barclay barker barlow barnard barnes barnett barratt barrett barron barrow bartlett barton
    bateman bates batty baxter beardsley beattie beaumont beckett beddoes bedford beech bellamy bennett benson bentley beresford berry bevan bickerstaff biddle billings bingham birch birchall
    birkett blackburn blackwell blair blakeley blakemore blanchard bloomfield bloggs blundell boardman bolton bond booth bostock bourne bowden bowen bowers bowles bowman boyce boyd boyle brabham
    bradbury bradley bradshaw brady braithwaite bramley brannigan bray brennan brewer bridges briggs bright britton broadbent brooks brotherton brown browne brownlow bruce bryant bryson buchanan
    buckley bull bullock burgess burke burnett burns burrows burton butcher butler butterworth byrne caddick cahill cairns calder calderwood caldwell callaghan callahan callan calvert cameron campbell
    cannon capper carey carlin carmichael carpenter carr carroll carruthers carson carter cartwright carver casey cassidy castle caulfield chadwick challenor chamberlain chambers chandler chaplin
    chapman charlton charnley chatterton cheetham chester chisholm churchill clancy clark clarke clarkson clayton clegg cleary clements clifford clough coates coburn cochrane cockburn codd coffey coghlan cole coleman colley
    collier collins collinson colquhoun conlon connell connolly connor conroy constable conway cookson coombes cooper copeland corbett corcoran cornwell corrigan cosgrove costello cotton coulson
    coulter coupland courtney cousins coward cowan cowley coxon crabtree craddock craig crane craven crawford creighton crompton cronin crook crosbie crossley crouch crowe crowley crowther cullen
    cummings cummins cunliffe cunningham curran currie cuthbert dalton daly darby darling davenport davey davidson davies davis davison dawson deakin deakins dean delaney dempsey denham denton
    devine devlin dewhurst dickens dickinson dickson dixon dobson docherty dodd dodds dodgson doherty dolan donaldson donnelly donoghue donovan dooley doran dougan dougherty dowling downes downey
    downing doyle drake draper drummond drury duckworth dudley duffy duggan duncan dunlop dunn dunne durham durrant dwyer dyer dyson eastwood eaton eccles eccleston edge edmonds edmondson edwards egan elder
    eldridge elliott ellis ellison ellwood elsworth emerson emery emmerson english ennis entwistle evans everett ewing fagan fairclough fairhurst fallon farley farmer farrar farrell farrelly farrington faulkner fawcett fearnley
    fellows fenton ferguson fergusson fernley ferris fielding finch findlay finlay finnegan finney firth fishburn fitzgerald fitzpatrick fitzsimmons flanagan flanders fleetwood fletcher flint flood flynn fogarty foley forbes
    ford forrest forster forsyth foster foulkes fowler fraser freeman fretwell frith fry fuller fullerton furlong gaffney galbraith gallacher gallagher galloway galvin gamble gardiner gardner garner garnett garrett garside
    gaskell gates gaunt geary gentry geraghty gibb gibbons gibbs gibson gilbert gilchrist giles gillespie gillett gilligan gilmartin gilmore gilmour gladstone gleeson glover goddard godfrey godwin goldsmith gooch goodall goodman
    goodwin gormley gorman gosling gough goulding gower grady graham grainger grange greaves greenhalgh greenwood greer gregory gresham greig grieve griffin griffith griffiths grimes grimshaw groves gunn guthrie hackett
    haddock hadley haigh haines halliday halliwell hamer hamilton hammond hampson hancock hanlon hanna hannah hanson harding hardman hardwick hardy hargreaves harkness harman harper harrington harris harrison harrop hartley
    harwood haslam hastings hatton hawkins haworth hawthorne hayes haynes hayward heald healey healy heaney heap heaton hebden hegarty henderson hendry hennessy henshaw hepburn hepworth herron heslop hewitt heywood hickey hicks
    higgins higginson higham hilton hinchliffe hindle hinds hirst hobbs hobson hodge hodges hodgkins hodgkinson hodgson hodson hogan hogg holden holder holdsworth holgate holland holliday hollis holloway holmes holroyd holt hooper
    hopkins hopkinson hopwood horner horrocks horsfall horton hough houghton houlihan howard howarth howe howell howells hoyle hudson huggins hughes hulme hume humphreys humphries hunt hurley hurst hussey hutchings hutchinson hutchison
    hutton huxley hyland ibbotson illingworth ingham ingram ingrams innes irvine irving irwin isherwood iveson jackman jackson jacobs jagger jameson jamieson jardine jarman jarvis jeffers jefferson jeffrey jenkins jenkinson jennings
    jepson jessop johns johnson johnston johnstone jolly jones joyce judge kane kavanagh kay kaye keane kearney keating keegan keeling keenan kellett kelleher kellogg kelly kelsall kemp kendall kendrick kennedy kenny kenyon kerr kershaw
    kettle kevill kidd kilbride kilgour kilpatrick kimber kinsella kirby kirk kirkham kirkpatrick kirkwood kirwan kitchen kitson knott knowles lacey laidlaw laing laird lamb lambert lamont lancaster langdon langford langley langton larkin lavery
    law lawler lawless lawlor lawrence lawson lawton leach leadbetter leary leavy ledger leeming lees leigh leighton lennon lennox leonard lester levy lewis leyland liddell liddle lightfoot lindsay lingard linton lister litchfield
    littlewood livesey livingstone llewellyn lloyd locke lockhart lockwood lofthouse logan lomas longbottom longworth lonsdale lord loughlin loughran love lovell lowe lowry lucas ludlow lumb lunn lyle lynch lyons lythgoe macarthur macaulay
    macdonald macfarlane macgregor mackay mackenzie mackie mackintosh maclean macleod macmillan macpherson madden maddox maguire maher mahon mahoney mair maitland makepeace malcolm malley mallinson mallon malone maloney mangan mann manning mansell
    mansfield mapleton marchant markham marlow marples marriott marsden marshall martin martindale mason massey mather matheson mathews mathieson matthews maughan maxwell mayhew maynard mcallister mcarthur mcbride mccabe mccaffrey mccall mccann
    mccarthy mccormack mccormick mccoy mcculloch mccullough mcdermott mcdonald mcdonnell mcewan mcfadden mcfarlane mcgee mcghee mcginley mcginty mcgovern mcgowan mcgrath mcgregor mcguinness mcguire mchugh mcintosh mcintyre mckay mckee mckenna
    mckenzie mckeown mckinley mckinnon mclaughlin mclean mcleod mcloughlin mcmahon mcmanus mcmillan mcnally mcnamara mcneil mcneill mcphee mcpherson mcqueen mctaggart meadows meehan mellor melville mercer merrick metcalfe meredith michaels middleton
    midgley millar miller milligan millington mills millward milne milner milton mitchell mitchinson moffat moffatt mohan molloy molyneux monaghan monk montgomery moody mooney moore moorhouse moran moreland morgan moriarty morley morrell morris
    morrison morrissey morrow mortimer morton mosley moss mottram mounsey moynihan muir muirhead muldoon mulholland mullen mulligan mulvey mundy munro murdoch murphy murray musgrave myers nash naylor neal neale needham neil neill nelson nesbitt
    neville newcombe newell newman newsome newton nicholas nicholls nichols nicholson nicol nightingale nixon noble nolan noon norman norris northcott norton nugent nuttall oakes oakley oates ogden ogilvie oldfield oldham oldroyd oliver ollerenshaw
    ormerod orme ormond orr osborne osbourne oswald ottley owen owens oxley padgett paisley palmer parkes parkin parkinson parks parr parrish parry parsons partington partridge pascoe paterson paton patterson paxton payne peacock pearce pearson
    peck peel pemberton pendlebury penney pennington percival perkins perry peters petrie pettigrew phelan phelps philips phillips philpott pickering pickford pickles pickup pike pilkington pinder pirie pitman platt plummer pollard pollitt pollock
    poole porter postlethwaite potter potts powell power pratt prendergast prentice prescott preston price priestley prior pritchard proctor prosser proudfoot pryce pugh pullen purcell purdy quigley quinn quirk radcliffe radley rafferty rainford ralston
    ramsay ramsbottom ramsden ramsey randall rankin ratcliffe raven rawlings rawlinson rawson rayner reddy redfern redmond redpath reece reeve reeves regan reid reilly renshaw renwick reynolds rhodes richards richardson richmond rickard ridley rigby
    riley rimmer ripley ritchie roach robbins roberts robertson robins robinson robson roche rodgers roe rogers rogerson rollins rooney roper roscoe rosewarne ross rostron rothwell rourke routledge rowan rowbottom rowe rowland rowlands rowley rowlinson roy
    royle rudd ruddock rushton russell rutherford rutter ryan ryder sadler salmon salt sampson samuels sanders sanderson sandford sargent saunders savage sawyer saxon sayer schofield scott seddon sefton sellars sellers senior sewell sexton seymour shackleton
    shanahan shannon sharp sharpe sharples shaw shearer sheehan sheldon shelton shenton shepherd sheppard sheridan sherlock sherman sherwood shields shipley shirley shore shorrocks short siddall sidebottom simcock simmonds simmons simms simpson sims
    sinclair singleton skelton skinner skipper slack slade slater sloan small smalley smart smith smithies smithson smyth smythe snape snowden somerville southern southworth speight spence spencer spooner sproston stacey stafford stainton stamper
    standish stanfield stanton stapleton starkey staunton steadman steel steele stephens stephenson stevens stevenson stewart stirling stockdale stockton stoddart stokes storey stott stoddard strachan stratton street stringer stuart stubbs sturgess styles
    sugden sullivan summers sumner sutcliffe sutherland sutton swain swales swallow swan swann sweeney swift swinburne swindells sykes symonds taggart tait talbot tanner tasker tate tattersall taylor teale telford temple tennant terry thackeray thatcher
    thomas thompson thomson thorburn thorne thornhill thornley thornton thorpe threlfall thwaites tierney tillotson timmins timmons tinsley titmarsh tobin todd tomlin tomlinson tompkins toomey topham topping torrance townend townsend tracey travers travis
    treloar tremblay trevor trotter trueman tuck tucker tudor tully turnbull turnbull turner twigg tyler tyrrell tyson underhill underwood unsworth upton urquhart vance varley vaughan vernon vickers vincent waddell waddington wainwright wakefield walker
    wallace waller wallis walmsley walsh walters walton warburton wardle wareing waring warren waterhouse waters waterworth watkins watkinson watson watt watters watts weatherall weatherby weaver webb webber webster welch wellington welsh wentworth wesley
    westwood whalley wharton wheatley wheeler whelan whitaker whitbread whitby whitehead whitehouse whitehurst whiteley whitfield whiting whitlock whitmore whittaker whittington whittle whitworth whyte widdowson wiggins wignall wilcock wilcox wild wilde
    wilding wilkes wilkie wilkins wilkinson willcox willetts williams williamson willis willoughby wills wilmot wilson wilton windsor winfield winstanley winter winterbottom winters wiseman withers wolstenholme woodcock woodhead woodhouse woodruff woods
    woodward wooldridge woolley wootton worrall worsley worthington wragg wraith wren wright wyatt wylie wynn wynne yardley yarwood yates yeomans yorke youngs younger younghusband
    brierley bottomley featherstone fothergill blenkinsop arkwright heathcote cholmondeley fiennes beauchamp pankhurst gascoigne rathbone willoughby pendleton tregenza trelawney penhaligon nancarrow polglase trevithick pascoe
    bevan cadwallader ceiriog gethin gwynne hopkin kyffin maddocks madoc parry penry probert prothero rees rhydderch rosser tegid trahearne vaughan wogan yorath
    """.split()  # Britain and Ireland
    + """
    abbas abbasi abdi abdullah abdullahi abubakar adan afridi afzal ahmad ahmadi ahmed akbar akhtar akram alam alavi albasri alhassan ali amin amini amir anjum ansari anwar arif arshad asghar ashraf aslam awan ayub azam aziz baig bajwa baloch
    bano bari barkat bashir begum bhatti bibi bokhari bukhari butt chaudhary chaudhry chaudhury choudhary choudhury chowdhury dar darwish din elahi fakir farah farooq farooqi farouk fazal ghafoor ghani gondal habib hakim hamdan hamid hanif haq haque
    hasan hashemi hashmi hassan hersi hoque hosseini hossain humayun husain hussain hussein ibrahim idris ilyas imam iqbal ishaq islam ismail jabbar jafari jalal jama jameel jamil javed kamal karim karimi kazi kazmi khalid khalil khan khanom khanum khatoon khatun
    kausar lodhi mahmood mahmoud mahmud majeed malik mansoor masood mehmood miah mian mirza mohamed mohammad mohammed mohamud moosa mughal muhammad mumtaz munir murtaza mustafa nadeem naqvi nasir nawaz nazir niazi noor omar osman parveen parvez pasha patwary
    qadir qazi qureshi rafiq rahim rahimi rahman rana rashid rasool rauf raza rehman riaz rizvi saddique sadiq saeed sajid salah saleem saleh salim sarwar shabir shafiq shaheen shahid shaikh shakoor sharif sheikh siddiq siddique siddiqui sohail soomro sultan
    sultana syed tahir talukdar talukder tariq tufail ullah uddin usman wahid warsame waheed yaqub yousaf yousef yusuf zahid zaman zafar zaidi zia
    acharya agarwal aggarwal ahluwalia anand arora atwal aujla babu bains bajaj balakrishnan banerjee bansal barot basra basu bedi bhandari bhandal bhardwaj bhatia bhatt bhattacharya bhogal bhullar birdi biswas boparai bose chahal chakrabarti chakraborty chana chandra
    chatterjee chauhan chawla cheema chhabra chopra chowdhary dalal das dasgupta datta dave desai deol deshmukh devi dhaliwal dhami dhanda dhanjal dhar dhillon dhindsa dixit dosanjh dutt dutta gadhvi gandhi ganguly garcha garg ghai ghosh ghuman gill gohil goswami
    goyal grewal gujral gupta gurung hayre heer hundal iyer iyengar jadeja jain jandu jaswal jayawardena jha jhutti johal joshi kalsi kalra kang kapadia kapoor kapur karavadra kataria kaur khanna khatri khera khosla kohli kooner kotecha krishnan krishnamurthy kulkarni
    kumar kumari lakhani lal lalli limbu maan mahajan mahal mahajan maini malhi malhotra mangat manku mann master matharu mehra mehta menon mishra misra mistry modha modi mukherjee mukhopadhyay murthy nagra nair nanda nandra nandy naidu narang narayan narayanan natarajan nayar
    oberoi odedra pabla padda pal panchal pandey pandya panesar pannu parekh parikh parmar patel pathak patil pawar pillai poudel prajapati prakash prasad puri purewal rai rajan rajput ram raman ramachandran ramasamy randhawa rao rathod rathore raval reddy riyat roy sabharwal saha
    sahota saini samra sandhu sanghera sangha sarkar saroya sehmi sen sengupta seth sethi shah sharma shergill shetty shrestha shukla sidhu singh singhal sinha sohal solanki soni sood soor sran srinivasan srivastava subramaniam subramanian sunner suri syal tailor takhar tamang tandon
    tank tanna thakkar thakor thakur thandi thapa thind tiwari toor trivedi tyagi uppal vaghela varma varghese venkataraman verma virdee virdi virk vora vyas yadav zaveri gunawardena jayasinghe jayasuriya perera ranasinghe rajapaksa senanayake silva sivakumar wickramasinghe bandara fernando
    """.split()  # South Asia, the Arab countries, Somalia
    + """
    abiola abubakar acheampong achebe addo ade adebayo adedeji adegoke adekunle ademola adenuga adeola adeoye aderibigbe adesanya adewale adeyemi adeyemo adjei adomako afolabi afolayan agbaje agyei agyeman agyemang ajayi akande akindele akintola akinwale akpan akuffo alabi aluko amadi amankwah ameyaw
    amoah amoako amoo ampofo anane aneke ani anyanwu appiah arthur asamoah asante asare asiedu atta awolowo awuah ayeni ayodele azikiwe babatunde badmus badu bakare balogun bamgbose bangura bello biney boadu boakye boateng bonsu bowale ceesay chigozie chikwanha chinedu chukwu chukwuma conteh daramola danso darko
    dauda diallo diop dlamini dogbe donkor duah ebo edet effiong egbe egwu ekong ekwueme eleweke emenike eneh essien eze ezeh ezekiel faal fadipe falade famuyiwa fashola fofanah frimpong gumede gyamfi gyasi hagan ibe ibeh idowu igwe ihejirika ikpe iroha iwu jallow jammeh jalloh jatta jaiteh kabba kamara kanu kargbo kamau karanja
    keita khumalo kimani koroma kone kuffour kwarteng lawal mabhena mahlangu makoni mandaza mansaray manu marufu mbeki mensah mhlanga mkhize moyo mpofu mugabe muchena mulenga musa mutasa mutua mwale mwangi mwanza ncube ndiaye ndlovu ngcobo njoku njoroge nkansah nkomo nkosi nkrumah nnadi nnamdi nsiah ntim nwachukwu nwankwo nwosu nyamekye nyarko
    nyathi nyong oba obaseki obeng obi oduya odunsi odusanya ofori ogbonna ogedengbe ogunbanjo ogundipe ogunleye ogunsola ojo okafor okeke okereke okoli okonkwo okoro okoye okpara okoth olaniyan olatunji olawale oluwole olusanya omondi onuoha onyeka opara opoku oppong oseni osei oshodi otieno otoo owolabi owusu oyedele oyelaran oyewole popoola
    quansah quarshie quaye sackey salako salami sankoh sarpong sesay shodipo shonibare sibanda sithole soyinka sowah tagoe tembo thapelo tetteh touray traore tshabalala turay twum uche ude udeh ugwu ukpong umeh utomi uzoma wiredu yeboah zuma zulu zwane abebe alemu bekele desta gebre gebremariam haile hagos kebede mengistu negash tadesse tekle tesfay woldemariam
    """.split()  # Africa
    + """
    adamczyk adamski andreou andrzejewski angelov antoniou aniol antonescu bak baran baranowski balan barbu becker berg bernard bianchi blaszczyk borkowski braun brzezinski bruno bukowska bukowski cabral caruso carvalho castro charalambous chmielewski christodoulou christou cieslak constantinou constantin correia costa coelho constantinescu cruz czarnecki czerwinski da-silva dabrowska dabrowski
    demetriou diaz diaconu dimitriou dobrowolski domanski dubois duda dudek dumitrescu dvorak dumitru economou esposito fernandes fernandez ferrari ferreira fischer florea fonseca fournier garcia georgescu georgiev georgiou gheorghe glowacki gomes gomez goncalves gonzalez gorski grabowski green-berg greco gruber gutierrez hadjigeorgiou hernandez hoffmann horvath iancu ionescu ioannou
    ivanov ivanova jablonska jablonski jankowski jansen janssen jaworska jaworski jankauskas jimenez kaczmarek kaczmarczyk kalinowski kaminska kaminski karagiannis kasprzak kazlauskas keller klein kocak kolodziej konstantinou kovac kovacs kovalenko kowalczyk kowalska kowalski kozlowska kozlowski krajewski krasniqi krawczyk krol kruger kubiak kucharski kwiatkowski kyriacou laskowski
    lefebvre leitner lewandowska lewandowski lopes lopez lombardi lupu maciejewski majewski makowski malinowski marchetti marciniak marin marinescu marino marques martinez martins mazur mazurek medeiros mendes mendoza meyer michaelides michalak michalski mikolajczyk moldovan molnar morales moreau moreira moreno moretti morozov mroz muller munteanu murariu nagy neagu nemeth nicolaou
    nikolaidis novak novotny nowacki nowak nowakowski nowicki olszewski ortega ortiz ostrowski papadopoulos papadopoulou papandreou pavlou pawlak pawlowska pawlowski pereira perez petrenko petrescu petrov petrova petrovic philippou pietrzak pinto piotrowski popa popescu popov popovic pires przybylski quintero radu ramirez ramos ramos reis ribeiro ricci richter rivera rocha rodrigues rodriguez rojas
    romano rosa rossi ruiz russo rusu rutkowski sadowski salazar sanchez santos sawicki schmidt schneider schroder schulz schwartz schwarz sergiou sikora sikorski silva simoes soares sobczak sokolov sokolova sokolowski sousa souza stan stanciu stavrou stefanou stoica stefanski suarez szabo szczepanski szewczyk szulc szymanska szymanski tavares teixeira theodorou toma tomaszewski torres toth toma
    tudose urban urbanski vargas vasile vasquez vaz vaszquez vieira vogel wagner walczak wasilewski weber weiss wieczorek wilk wilczek wisniewska wisniewski witkowski wojciechowski wojcik wolski wozniak wrobel wroblewski wysocki zajac zakrzewski zalewski zawadzki zielinska zielinski zimmerman ziolkowska ziolkowski zukowski akin aksoy arslan aslan atas aydin bulut celik cetin demir demirci dogan
    erdogan gunes gok kaplan kara karaca kaya kilic koc korkmaz kurt mehmet ozcan ozdemir ozkan ozturk polat sahin simsek tas tekin turan unal yavuz yildirim yildiz yilmaz berisha gashi hoxha krasniqi shehu goldberg goldstein rosenberg rosenthal silverman friedman feldman grossman greenberg hirsch kaufman levine lieberman rabinowitz shapiro steinberg weinstein wolfson zuckerman cohen levi adler
    bui cao chan chang chau cheng cheung chiu choi chow chung dang dinh doan duong fong fung guo hoang hsu huang huynh ito jiang kim kobayashi kwan kwok lai lam lau leung li liang liao lim lin liu lo luong luo ly nakamura ng ngo nguyen ong pang park pham phan qian quach sasaki sato shen sun suzuki takahashi tan tanaka tang teo tran trinh truong tsang tse vo vu wang watanabe wei wong wu xiao xie xu
    yamamoto yang yau yeung yin yip yoshida yuen zhang zhao zheng zhou zhu aguilar aquino bautista bautista castillo cruz dela-cruz delacruz domingo flores garcia gonzales lacson magbanua magsaysay manalo mercado navarro ocampo pascual ramos reyes rosario salvador santiago santos soriano tolentino valdez velasco villanueva
    vanderberg van-der-berg vandenberg dejong devries jansen janssen visser bakker mulder kruger botha coetzee duplessis pretorius swanepoel venter hansen jensen nielsen olsen pedersen johansson andersson karlsson larsson nilsson eriksson lindqvist bergstrom virtanen korhonen d'souza dsouza d'silva dsa desouza mascarenhas pinto
    """.split()  # Europe, East Asia, the Philippines, southern Africa
)

#: Surnames that are also words, places, wards or eponyms: taken only after a given name, an initial with a stop, or a cue.
WORDLY_SURNAMES = frozenset(
    """
    abbey apple baker ball banks barn bath bay bean bell best bird bishop black bloom bone book bowl brand bridge brook bush cannon case chance child church clay cliff cloud coal cook court cox cross
    crown curl day dale deer dell drain drew fall farm field fish flower forest fox friend frost game gate glass gold good gower grace grant grave graves gray green grey grove hall hand hart head heart heath hill hope
    horn house hunter ivory iron key king kings knight lake lane law leaf lee little lock long low march mark marsh may mead mist moon more newby north nurse oak page paget park parker peace pearce penny
    pepper pitt plant pool pope pound prince queen rice rich ring rivers rock rose rush sands sharp shell silver snow south spring stone storm sugar sweet tall thorn tree vale ward waters wells west
    white wise wolf wood wool worth young kent lincoln derby preston crohn cushing addison parkinson hodgkin down bishop waterlow glasgow lister colles bennett pott murphy turner baker harvey
    charcot foley robinson thomas paget churchill nightingale fleming jenner cook eliot elliot macintosh miller penrose wilms hickman kocher hartmann
    """.split()
)

#: How surnames that no list can hold are built: prefixes that need a capital after them, and endings.
BUILT_LIKE_A_SURNAME = re.compile(
    r"""(?:Mc|Mac|Fitz)[A-Z][a-z]+ | [OÓD]'[^\W\d_a-z][^\W\d_]+
    | [A-Z][a-zà-ž]{2,}(?:
        ski|ska|cki|cka|dzki|dzka|wicz|czyk|czak|iak|ovic|ević|evic|ović|avic|ić|enko|chuk|ov|ova|ev|eva|escu|eanu|vich
        |opoulos|opoulou|idis|iadis|akis|oglu|oğlu|yan|shvili|auskas|aitis|iene|ienė
        |singh|jit|murthy|swamy|nathan|lingam|rajah|singham|wala|walla|kumar|ratne|singhe|sinha
        |thwaite|bottom|shaw|worthy|cliffe|halgh|wold|sson|sen|berg|stein|mann|meyer|quist
        |adeh|nwa|kwo|oye|anya|wande|tunde|yemi|yinka|ogu
    )""",
    re.VERBOSE,
)
