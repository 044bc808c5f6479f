"""Given names that people in the United Kingdom bear, for finding names in texts.

Put together for this project from what is common knowledge, by the origins of the names; taken from no list of anybody. Names
without accents, in small letters. A name that is missing is found only beside a title, a relation or a known surname.
"""

from __future__ import annotations

#: Names that are hardly ever anything else: found wherever they stand.
GIVEN_NAMES = frozenset(
    """
    aaron abbie abby abigail ada adam adele adeline adrian adrianna agatha agnes aidan aiden ailsa aileen aimee alan alana alasdair
    albert alec alex alexa alexander alexandra alexia alexis alfie alfred alice alicia alina alisha alison alistair allan alastair
    allison alma althea alun alvin alyssa alwyn amanda amelia amelie amy anastasia andrea andreas andrew andy angela angelica
    angelina angus anita ann anna annabel annabelle anne annette annie annika anthea anthony antoinette anton antonia arabella
    archibald archie ariana arlene arnold arthur arwel arwen ashleigh astrid athena aubrey audrey austin ava avril barbara barnaby
    barney barrie barry bartholomew basil beatrice becky belinda ben benedict benjamin bernadette bernard bernice bert bertha beryl bess
    beth bethan bethany betsy betty beverley beverly bianca blanche bob bobby bonnie boris brad bradley brandon branwen bree brenda
    brendan brian briony bronagh bronwen bronwyn bruce bruno bryan bryn bryony bryce byron caitlin caleb callum calum calvin cameron camilla camille
    cara carina carl carla carlo carlos carly carmel carmen carole carolina caroline carolyn carrie carwyn caspar cassandra cassie
    catherine cathal catrin catriona cathy cecil cecilia cedric celeste celia celine ceri cerys chantal chantelle charlene charles
    charlie charlotte cheryl chloe chris chrissie christina christine christopher christy ciara cian cillian ciaran claire clara
    clarence clarissa claude claudia clayton clementine cliff clifford clive coleen colette colin colleen connie connor conor conrad constance
    cora coral coralie corinne cordelia cormac cornelius courtney craig cressida crispin cynthia cyril daisy dafydd damian damien dan
    dana daniel daniela danielle danny daphne darcey darren daryl dave david davina dawid dean deanna debbie deborah debra declan
    deirdre delia delilah delroy denis denise dennis denzil derek dermot derrick desiree desmond dewi diana diane dianne dilys dinah
    dionne dolores dominic dominique don donald donna donovan dora doreen doris dorothea dorothy dot dougal douglas duncan dudley dulcie
    dylan eamonn ebony ed eddie edgar edie edith edmund edna eduardo edward edwin edwina effie eileen eilidh eilis eira eirlys elaine
    eleanor elena elfed elijah elin eliot eliza elizabeth ella ellen ellie elliot elliott ellis elliw elouise eloise elsa elspeth elsie elvin
    elwyn emil emilia emily emma emmanuel emmeline emrys emyr enid enya eoin eric erica erik erin ernest errol esme esmee esmeralda
    esther ethan ethel etta eugene eugenie eunice euan eva evan evangeline eve evelyn evie ewan ewen ezra fabian felicity felix fergus
    finlay finley finn fiona fionnuala flora florrie floyd fran frances francesca francine francis frankie fraser freda freddie frederick
    freya fred gabriel gabriella gabrielle gail gareth garry gary gavin gaynor gemma genevieve geoff geoffrey george georgia georgie
    georgina gerald geraldine gerard germaine gerry gertrude gethin gideon gilbert gillian gina ginny giovanni gladys glen glenda
    glenn glenys gloria glyn godfrey gordon graeme graham grainne gregory greg greta gretel griff griffith gruffydd guinevere gus
    gustav gwen gwenda gwendoline gwendolyn gwilym gwyn gwyneth hamish hannah hari harold harri harriet harrison harry harvey hattie
    hayden hayley hazel heath hector heidi helen helena helene helga henrietta henry herbert herman hermione hester hettie hilary
    hilda honor horace howard hubert huey hugh hugo humphrey hywel ian ianto ida idris iestyn ieuan ifan ignatius ike ilona imelda
    imogen ina inez inga ingrid iona ira irene iris irma isaac isabel isabella isabelle isadora isaiah isidore isla isobel israel ivan
    ivor izzy jackie jackson jacob jacqueline jacqui jacques jade jaden jaime jake jakob jamie james jan jane janet janette janice
    janine jared jason jasper jay jayden jayne jean jeanette jeanie jeannie jed jeff jeffrey jemima jemma jen jenna jennie jennifer
    jenny jeremiah jeremy jermaine jerome jerry jess jesse jessica jessie jill jillian jim jimmy jo joan joanna joanne joe jocelyn jodie
    joel joey johanna john johnny jon jonah jonathan jonathon jordan joseph josephine josh joshua josiah josie joyce juan juanita
    judith judy jules julia julian juliana julianne julie juliet juliette julius justin justine kaitlyn kara karen karin karina karl
    kasper kat kate katelyn katherine kathleen kathryn kathy katie katrina katy kay kaye kayla kayleigh keanu keeley keira keith kelly
    kelsey kelvin ken kendra kenneth kenny kenzie keri kerry kevin kezia kieran kiera kim kimberley kimberly kirsten kirsty kit kris
    kristian kristin kristina kurt kylie kyle lachlan lana lara larissa larry laura lauren laurence laurie lauryn lavinia lawrence
    leah leanne leila lena lenny leo leon leona leonard leonie leopold leroy lesley leslie leticia lewis lexi leyla lia liam liana
    libby lilian lillian lily linda lindsay lindsey linus lionel lisa lisette liz lizzie llinos lloyd logan lois lola loretta lori
    lorna lorraine lottie lou louis louisa louise lowri lucas lucia lucille lucinda lucy luis lukas luke lydia lyn lynda lyndon lyndsey
    lynette lynn lynne mabel mackenzie macy maddie maddison madeleine madeline madison mae maeve magdalena maggie magnus mair mairead
    mairi maisie malachi malcolm mandy manuel mara marc marcel marcella marcia marco marcus margaret margery margot marguerite maria
    marian mariana marianne marie marietta marilyn marina mario marion marissa marjorie marlene marlon marsha martha martin martina
    martyn marvin mary maryam mat matilda matt matthew matthias maud maude maura maureen maurice mavis maximilian maxine maxwell meg
    megan mehmet mel melanie melinda melissa melody melvin melvyn mercedes meredith merryn mervyn meryl mia michael michaela michele
    michelle mick mike mikey mildred millicent millie milo milly mina minnie mira miranda miriam mitchell moira molly mona monica
    montague morag moreen morgan morris morwenna moses muriel murdo myfanwy myra myrtle nadia nadine nan nancy naomi natalia natalie
    natasha nathan nathaniel ned neil nellie nelson nerys nesta neville nia niall niamh nicholas nick nicky nicola nicole nicolas nicole
    nigel nigella nikki nina noah noel noelle nola nora norah noreen norma norman nuala oisin oliver olivia ollie olwen olwyn oonagh opal
    ophelia oriana orla orlaith oscar osian oswald otto owain owen pablo padraig pam pamela pandora pascal patricia patrick patsy patty paul
    paula paulette pauline paulina pedro peggy penelope percival percy perdita peregrine peter petra petula phil philip philippa
    phillip philomena phineas phoebe phyllis pierre pippa polly portia preston primrose priscilla prudence prunella queenie quentin
    quinn rachael rachel rafael ralph ramona randolph raphael raquel raymond rebecca rebekah reggie reginald regina reine rene renee
    rex rhian rhiannon rhoda rhodri rhona rhonda rhys ria ricardo richard richie rick ricky riley rita robbie robert roberta roberto
    robyn rodney roger roisin roland rolf roma roman romeo ron ronald ronan ronnie rory rosa rosalie rosalind rosaline rosalyn rosamund
    rosanna roseanne rosemarie rosie roslyn ross rowena roxanne roy ruben rufus rupert russell ruth ryan sabrina sadie saffron sal
    sally salma sam samantha samuel sandra saoirse sara sarah sasha saskia saul scarlett scott seamus sean sebastian selina serena
    seren sergio seth shana shane shania shanice shannon sharon shauna shaun shawn sheena sheila shelagh shelley sheridan sherry
    shirley shona sian sidney siena sienna silas silvia simon simone sinead siobhan sion solomon sonia sonja sonya sophia sophie
    stacey stacy stan stanley stef stefan stefanie stella stephanie stephen steve steven stewart stu stuart susan susanna susannah susie
    suzanne suzette suzie sybil sylvester sylvia sylvie tabitha tadhg talia taliesin tallulah tamara tamsin tania tanya tara tasha tatiana
    taylor ted teddy tegan terence teresa terri terry tess tessa thea thelma theo theodora theodore theresa thomas tia tiana tiffany
    tilda tilly tim timothy tina tobias toby tod todd tom tomos tommy toni tony tracey tracy travis trefor trevor tricia trina trish
    tristan trixie trudi trudy tudor tyler tyra tyrone tyson una ursula val valentina valerie vanessa vaughan velma vera verity vernon
    veronica vic vicki vicky victor vikki vincent viola virgil virginia vivian vivien vivienne wallace walter wanda wayne wendy wesley
    wilbur wilfred wilhelmina william willie wilma winifred winnie winston xander xavier yolanda yvette yvonne zac zach zachary zack
    zara zelda zena zoe carissa latoya lakeisha keisha kadeem jamal malik tyrell dwayne desiree shaniqua marquis jerell alonzo
    aled aneirin angharad anwen arwyn betsan cadi caryl catrina deiniol eleri elinor emlyn ffion geraint glesni gwenllian haf heulwen
    huw iolo iwan lleucu llyr lleu mared meinir meirion mali menna mererid meurig nest non rhydian rhian sioned tegwen tirion
    aine aisling aoife blathnaid brid brigid caoimhe cathal clodagh colm conal concepta cuan daithi dara darragh diarmuid donal donncha
    eimear eithne enda eoghan fearghal fiachra finbarr fintan garvan grainne iarla kevan lorcan macdara maire mairtin malachy muireann
    neasa niall nollaig odhran oran pearse peadar proinsias rian riona ruairi ruairidh sadhbh seosamh sile sorcha tiernan tomas torin
    ainsley alasdair catrìona coinneach eachann ewan fearchar fionnlagh iain innes isbel kenna kirsteen lachie mhairi mairead morven
    muireall murdoch neacal niven peigi raibeart ruaridh seonaid sorley torquil uisdean ishbel
    """.split()  # Britain and Ireland
    + """
    aaliyah abbas abdi abdirahman abdul abdulla abdullah abdullahi abid abida adeel adil adnan afia afsana afshan afzal ahmad ahmed
    aisha akbar akeel akram aleena ali alia aliya aliyah alia amal amani ameera ameer amina aminah amir amira amna amjad ammar anam anas aneela
    anisa anwar aqib aqsa arif arham arshad asad asghar ashfaq ashraf asif asim asma asra atif attiya ayaan ayaz ayesha ayman ayub azam
    azeem azhar aziz aziza azra badr bashir bashira basma batool bilal bilqis bushra danish dawud ehsan ejaz eman eshal fadi fadumo
    fahad fahim faisal faiz faiza farah farhan farhana farid farida farooq farrukh faryal farzana fateha fatima fatimah fatma fawad
    fawzia fazal ferhat fiza ghazala ghulam habib habiba hadi hadiya hafsa hafiz haider hajra hakeem halima hamid hamida hamza hana
    hanif haroon harun hasan hashim hassan hawa hibo hina hodan hooria humaira humza husna hussain hussein ibrahim idrees iftikhar
    ihsan ijaz ikram ilyas imad imran imtiaz inaya iqra irfan isa ishaq ishfaq ismael ismail ismat jabir jaffer jalal jamila jamil jannat
    javed javeria jawad junaid kabir kainat kaleem kamal kamran karim kashif kausar khadija khadijah khalid khalida khalil khawaja
    khurram kiran kulsoom laiba latif layla lubna luqman madiha maha mahmood mahmoud mahnoor majid maliha mansoor mariam maria marwa
    maryam masood mehreen mehwish minahil mohamed mohammad mohammed mohamud mohsin moin momina mubarak mudassar muhammad muhammed
    mujahid munir munira murtaza musa musarat mushtaq mustafa muzammil nabeel nabila nadeem nadira naeem nafisa nagina naheed najma
    naila naima nargis naseem naseer nashwa nasir nasra nasreen nasrin naveed nawaz nayab nazia nazir nazneen nida nighat nimra
    noor noreen nosheen numan omar omer osama osman parveen parvez qadir qasim qaiser rabia rabina rafiq raheem rahila rahim rahma
    raihana raja ramadan ramzan rana rania rashid rashida razia rehan rehana rehman reza rida riaz rihanna rizwan rizwana robina roshan rubina
    rukhsana ruqayyah saad saba sabah sabeen sabiha sabina sabir sadaf sadia safa safia safina safiya sahar sahra saif saima saira
    sajid sajida sakina saleem saleh salim salima salma salman samia samina samir samira samiya sana saqib sara sarfraz sarwar sehrish
    shabana shabbir shabnam shafiq shagufta shahbaz shaheen shahid shahida shahnaz shahzad shaista shakeel shakir shamim shamima
    shamsa shaukat shazia sheraz shireen shoaib sidra sobia sofia subhan sughra suhail suleiman suleman sultan sumaira sumaya sumayya
    syed syeda tahir tahira tahmina talat talha tariq tasleem tasneem tayyab tayyaba tehmina ubaid umair umar umara umer usama usman
    uzair uzma wahid wajid waleed waqar waqas waris wasim yahya yaqub yasin yasir yasmeen yasmin yasmina yosef younis yousaf yousef
    yousuf yunus yusra yusuf zaheer zahid zahida zahir zahra zaid zain zaina zainab zakariya zakia zakir zaman zara zarina zeenat
    zeeshan zia zubair zubaida zulekha zulfiqar
    """.split()  # Pakistan, Bangladesh, the Arab countries, Somalia
    + """
    aadya aarav aarti abhijit abhishek aditi aditya ajay ajit akash akshay alka alok alpa amar amarjit ambika amit amitabh amrik amrit
    amrita anand ananya aniket anil anish anita anjali anjana anju ankit ankita anoop anshul anuj anupam anuradha anushka aparna
    archana arjan arjun arjuna arnav arun aruna arvind aryan asha ashish ashok ashwin asmita atul avani avinash avtar ayush babita
    baldev baldish balbir baljinder baljit baljinder balraj balwinder balwant bhavesh bhavika bhavin bhavna bhavini bhupinder bimal bina
    charanjit chandra chandni chetan chetna chirag daljit daljinder darshan darshana davinder deepa deepak deepika deepti devi
    dev devika dharmesh dhanraj dharam dhruv dilip dinesh dipak dipti divya divyesh durga ekta gagandeep ganesh gaurav gautam geeta geetha
    girish gita gopal govind gulshan gurbir gurcharan gurdeep gurdev gurdial gurinder gurjit gurmeet gurmit gurmukh gurnam gurpal gurpreet
    gursharan gurvinder harbans harbhajan hardeep hardip hari harinder harish harjinder harjit harkiran harman harmeet harpal harpreet
    harsha harshad harshil harvinder heena hema hemal hemant hetal himanshu hiral hiren hitesh indira inderjit indra isha ishaan
    jagdeep jagdish jagjit jagtar jaspal jasbir jasdeep jasleen jasmeet jaspreet jasvinder jaswant jaswinder jatin jatinder jay jaya
    jayant jayesh jayshree jigna jignesh jyoti jyotsna kajal kalpana kalpesh kamala kamaljit kamini kamlesh kanta kapil karan karamjit
    karthik kartik kashmir kaushik kavita kavitha ketan keyur khushi kirit kirpal krish krishan krishna krupa kuldeep kuldip kulvinder
    kulwant kulwinder kumar kunal kusum lakhbir lakshmi lalita lata lavanya leela madan madhavi madhu madhuri mahendra mahesh mahima malini malkit
    mandeep mangal manish manisha manjeet manjinder manjit manju manjula manmohan manoj manpreet maya mayank mayur meena meenakshi
    meera megha mehul minal mira mitesh mohan mohinder mohit mona mukesh mukta murali nalini namrata nanda narendra naresh narinder
    natasha naveen navdeep navin navjot neelam neena neeraj neeta neha nikesh nikhil nikita nilam nilesh nimisha niraj niranjan nirmal
    nirmala nisha nishant nita nitesh nitin padma palwinder pankaj param paramjit parbhat paresh parikshit parminder parvati parvinder
    pavan pooja poonam prabha prabhjot pradeep prakash pramod pranav prasad prashant pratap pratik pratibha praveen prem preeti prerna priti
    pritpal priya priyanka puja punam pushpa radha radhika raghav rahul raj rajan rajeev rajendra rajesh rajinder rajiv rajni raju
    rakesh rakhi raman ramesh ramila randeep ranjit ranjana ranjeet rashmi ravi ravinder ravindra reena rekha renu renuka reshma riddhi rina
    rishi ritesh ritu rohan rohini rohit roopa roshni rupa rupal rupinder ruchi sachin sadhana sahil samir sandeep sandhya sandip sangeeta
    sanjay sanjeev sanjit santosh saraswati sarbjit sarita saroj satinder satish satnam satpal satvinder satwant satya saurabh savita seema
    shailesh shakuntala shalini shanta shanti sharda sheetal shilpa shital shivani shobha shreya shruti shubham shweta siddharth simran
    smita sneha sonal sonali subhash suchitra sudha sudhir sujata sukhdev sukhjinder sukhjit sukhpreet sukhvinder sukhwinder suman
    sumitra sunil sunita supriya suraj surbhi surekha surendra suresh surinder surjit surya sushil sushila sushma swaran swati tanvi tara tarlochan
    tarsem tarun tejal tejinder trupti tulsi tushar uday ujjwal uma umesh upasna urmila urvi usha vaishali vandana varinder varsha
    varun vasant vasanti venkatesh vibha vidya vijay vikas vikram vimal vimla vinay vinod vipul viral virendra vishal vivek yash yashpal yogesh
    senthil thiru suganya kavya karthiga selvam selvi nirosha dilshan chaminda nuwan kasun thilini sanduni dinusha priyantha ruwan sampath
    tharindu sivakumar sivarajah thushara arulmozhi murugan vasuki anbu bipin binod bishnu sita gita hom padam tek dhan prem
    """.split()  # India, Sri Lanka, Nepal
    + """
    abena abimbola abiodun abiola abosede adaeze adaobi adebayo adebola adedayo adedoyin adekunle adele adeola adeolu aderonke adesola
    adetokunbo adewale adjoa adunni adwoa afia afua aidoo akin akinola akosua akua akwasi ama amadi amadou amara ama aminata anaya anuoluwapo
    ayo ayodele ayodeji ayomide ayotunde babajide babatunde bamidele bankole bolaji bolanle bukola bunmi busayo chiamaka chibueze
    chibuike chibuzo chidera chidi chidiebere chidinma chika chikezie chima chimamanda chinaza chinedu chinelo chinenye chinonso chinwe
    chinyere chioma chisom chizoba chuka chukwudi chukwuemeka chukwuma damilola dayo deborah demba ebele ebere ebuka efe efua ejike
    ekene ekow emeka emmanuella enitan enyinnaya esi esosa eniola femi folake folasade folashade funke funmi funmilayo funmilola
    gbenga gbemisola ifeanyi ifeoma ifunanya ify ige ijeoma ikechukwu ikenna itunu iyabo jide jideofor jumoke kafayat kamara kehinde kelechi
    kemi kofi kojo kolade kwabena kwadwo kwaku kwame kwasi kweku lamin lanre lekan mamadou maame modou moses mosunmola nana nchedo
    ndidi nia nkechi nkem nkiru nkiruka nneka nnamdi nnenna nonso nonye ngozi nwando obi obinna obioma ogechi ogochukwu ogonna okechukwu
    olabisi oladele olajide olalekan olamide olanrewaju olayinka olu olubunmi olufemi olufunke olukemi olumide olusegun olusola
    olutayo oluwadamilola oluwafemi oluwakemi oluwaseun oluwaseyi oluwatobi oluwatosin omolara omotola onyeka onyinye onyinyechi osagie osas
    osaze ousmane oyin rotimi sade sefiu segun seun seyi shade sola somto soromto taiwo tayo temi temitope temitayo tobi tobenna tochukwu
    tokunbo tola tolu tolulope tope tosin tunde uche uchechi uchenna ugo ugochi ugochukwu ugonna uju uzoma uzo wale yaa yakubu yaw yemi
    yetunde yewande yinka zainabu abdoulaye aissatou fatou fatoumata ibrahima mariama moussa ousman sekou isatou
    akinyi achieng atieno chebet chege chipo chiedza farai fungai gathoni jabulani kamau kiprop kipchoge kudzai lindiwe makena mbali munashe
    muthoni mwangi nandi nomsa nomvula nyambura nyasha nyokabi odhiambo otieno rudo rufaro rutendo ruvimbo sibusiso simba sipho sizwe
    tafadzwa takudzwa tanaka tapiwa tatenda tawanda tendai thabo thandeka thandi thandiwe themba tinashe tinotenda tsitsi wairimu wambui
    wanjiku wanjiru wangari zanele zodwa zuri zinhle abebe alem almaz bekele biniam dawit eyob feven filmon genet girma haile hirut kidane
    meron mulu rahwa saba selam senait solomon tekle tesfaye tigist tsegaye yonas yohannes asha halimo ifrah ayaan warsan khadra
    """.split()  # Africa and the Caribbean
    + """
    adrianna agata agnieszka aleksander aleksandra aleksandrs aleksei alexandru alexei alicja alina anatoly andrei andrej andris andrius andrzej anastazja
    aneta aniela antoni arkadiusz artur arturs asta aurelija barbora bartek bartlomiej bartosz bartłomiej beata bogdan bogdana boguslaw boguslawa bozena
    bronislaw bronislawa catalin cezary constantin costel cristian cristina czeslaw dace damjan danuta daria darius dariusz darya dawid diana dijana
    dmitri dmitry dominik dominika doina dorota dragan dragos dumitru edita edyta egle ekaterina elena elzbieta emilija ewa ewelina felicja
    filip florin franciszek gabriela gabrielius galina gheorghe gintaras giedre grazyna grigore grzegorz halina hanna henryk honorata igor ilinca ilie
    ilona inese ioana ion ionel ionela ionut irena ireneusz irina ivana ivaylo iveta iwona izabela jacek jadwiga jakub jan janina janis janusz jaroslaw jelena
    jerzy joanna jolanta jozef jozefa julita justas justyna kacper kamil kamila karol karolina katarzyna katya kazimierz kinga klaudia konrad
    kornelia krystian krystyna krzysztof ksenia lech lena leokadia leszek lidia liliana lina liudmila lucja lucjan lucyna ludmila lukasz
    maciej magda magdalena maja malgorzata marcin marek mariusz mariola marius marta martyna marzena mateusz matas maxim michal mieczyslaw
    mihaela mihai mihail mikhail mikolaj milan milena milica miroslaw miroslawa monika mindaugas nadezhda natalya natalija nenad nicolae nikita nikola
    nikolai nikolay norbert oksana ola olaf olena olga oleksandr oleksandra oliwia oliwier ondrej ovidiu pavel pawel patrycja petru petronela piotr przemyslaw radek
    radoslaw radu rafal raimonda ramunas rasa razvan remigiusz renata robertas roksana romuald ruta ryszard rytis saulius sergei sergiu sergey silviu simona slawomir
    sofija sonja stanislaw stanislawa stefania stelian svetlana svitlana sylwester sylwia szymon tadeusz tatyana teodor tomas tomasz tymon tymoteusz urszula vadim
    valdas valentin valeria vasile veronika viktor viktoria violeta viorel virgilijus vitalie vladimir volodymyr waclaw wanda weronika wieslaw wieslawa wiktor wiktoria
    wioletta witold wladyslaw wladyslawa wlodzimierz wojciech yana yaroslav yevgeny yulia yuri zbigniew zdzislaw zenon zofia zoran zuzanna zygmunt zlatko
    alessandro alessandra alejandra alejandro alvaro ana anabela andreia angelo antonella antonio beatriz bruna caterina catarina chiara
    conchita concetta consuelo davide diego dolores domenico emanuele emilio enrico enrique esteban fabio federica federico felipe fernanda fernando
    filipa filipe filippo francesco francisco franco gianluca giacomo giorgio giovanna giulia giuseppe giuseppina gonzalo guilherme guillermo helder helio
    ignacio inacio ines ilaria isabela jacinta javier joao joaquim joaquin jorge jose josefa julio leandro letizia lorenzo lourdes luca luciana luigi luisa
    lurdes manuela marcelo margarida mariangela marta massimo matteo mauricio mauro miguel nuno orlando paolo paulo pasquale pietro pilar rafaela raul
    renato rocio rodrigo rogerio rosaria rui salvatore sandro sergio silvana simao sofia susana teodora thiago tiago umberto valeria vasco vincenzo
    vitor xiomara ximena yolanda zilda
    andreas angeliki anastasios athanasios christos chrystalla costas demetra demetrios despina dimitra dimitri dimitrios dimitris eleni
    elpida eleftheria evangelos georgios giannis ioanna ioannis kalliope katerina konstantinos konstantina kostas kyriacos kyriakos lambros maroulla michalis
    nicos nikolaos nikos panayiota panayiotis panagiotis panos pavlos petros savvas sotiris spiros spyros stavros stelios styliani thanasis
    theodoros vasiliki vasilis vassiliki yiannis yiorgos
    ahmet ali asli aylin ayse aysegul berat beyza burak busra can cem cemal cengiz deniz derya ebru ece elif emine emrah emre erdem esra fatih
    feride ferhat fevzi filiz gamze gokhan gul gulay gulsen hakan halil hasan hatice hulya huseyin ilker ismet kemal kerem koray leyla mehtap mehmet melek
    meltem meryem mert mesut metin murat mustafa neslihan nuray nurten onur orhan osman ozan ozge ozlem ramazan recep sabri sedat selim selin sema
    serap serdar serkan sevgi sevim sibel sinan suleyman tarkan tuba tugba tuncay turgut ugur umut volkan yasemin yavuz yilmaz zehra zeki zeynep
    anouk benoit bernadine celine clemence corentin delphine didier elodie emeline etienne fabrice florence gaetan gerard ghislaine gilles guillaume herve
    jacques jean-paul jean-pierre laetitia laurent lucienne ludovic maelle marcelle marguerite mathieu mathilde maxence mireille nathalie
    noemie olivier pascale philippe pierrick quentin regine remi sandrine solange stephane sylvain thierry thibault veronique xavier yann yannick yves
    annelise anneliese birgit brigitte carsten dagmar dieter dietrich eberhard elke erwin friedrich fritz gerda gerhard gisela gottfried gudrun gunter gunther
    hans hansjorg heike heiko heinrich heinz helmut herta hildegard holger horst ilse ingeborg ingo jens joachim jochen johann johannes juergen jurgen jutta karlheinz
    klaus kurt liesel lieselotte lorenz ludwig lutz manfred margarete margit markus monika otto rainer reinhard reinhold renate rolf rudolf sabine sebastian siegfried
    sigrid silke steffen susanne sven thorsten torsten trude ulrich ulrike ursel uta uwe volker waltraud werner wilfried wilhelm wolfgang
    annika bjorn dagny einar erika frida greta gunnar gustaf harald henrik ingvar jorgen kirsten knut lars leif maarten marit mikkel niels nils olav ole
    pernille per-erik ragnar rasmus signe sigurd solveig soren svein thor torben trygve ulf willem pieter joost jeroen sanne femke marieke hendrik
    """.split()  # Europe
    + """
    akiko akira aiko an-li ayumi chang-min chen cheng chun dae-jung daiki emiko eun-ji fang feng fumiko guang guo hai haruka haruki haruto hiro hiroko hiroshi
    hoang hong huan huang hui hye-jin jae-hyun ji-hoon ji-woo jia jiahui jian jiang jianhua jie jing jingyi jin-soo jun junko kaito kazuo keiko kenji kim-ly lan-anh
    lei li-wei liang lihua lijuan lili lin ling linh long-wei mai mako mariko masako mei mei-ling mei-lin meiling michiko min-jun minh minjun ming naoko ngoc nhung
    phuong ping qiang qing quang quoc rong sakura satoshi seo-yeon shan sheng shinji shu siew-ling soo-jin sota sung-ho takashi takeshi
    thanh thao thi thien thu-ha thuy tomoko trang trinh truong tuan tuyet van-anh wei wei-ling weiwei wen wenjing xia xiang xiao xiaohong xiaoling xiaoming xin xing xiu xiulan xiuying
    xue xuan yan yang yi-chun ying yong yoko yong-ho yoshiko yu yuan yuki yuko yumi yun yusuke zhen zheng zhi zhong zihan zixuan
    analyn angelito arnel arlyn benigno cherry-ann corazon danilo edgardo efren eliezer erlinda ernesto evangelina gemma genoveva imelda jhun jericho jocelyn jomar
    jonalyn jovelyn leonila liezel ligaya lilibeth lorna luzviminda maricel maricar maribel maryann marites merlinda mylene nenita nestor nonoy norberto pacita
    rodel rogelio rolando romulo ronaldo rosalinda rosario rowena rommel teodoro teresita virgilio wilfredo winefredo
    aharon akiva ariel avi avigail aviva avraham batya binyamin boaz chaim chana chava chaya devorah dov efraim eitan eliyahu esti ezriel faigy gitty hadassah hillel
    malka meir menachem mendel menashe mordechai moshe naftali nechama noam oded ofer orit pinchas rivka rochel ruchel shaindel shimon shira shlomo shmuel shoshana shulamit tali tamar tzvi
    yaakov yael yakov yehuda yisroel yitzchak yitzhak yonatan yosef zelda zev
    """.split()  # East and South-East Asia; Hebrew and Yiddish names
)

#: Names that are also ordinary words, months, places or things: found beside a surname, or where only a person can stand.
WORDLY_GIVEN_NAMES = frozenset(
    """
    adelaide alana alba alma amber angel april art asha ash ashley august aurora autumn avon bay beau bell bill billy blake blessing blossom
    blue bonny brook brooke brooklyn bud buster candice candy caprice cash carol chance charity chase chastity chelsea cherish cherry chester china
    christian christmas chuck clay clement cliff clover comfort constant cooper coral crystal curt dale dallas dawn dee derby dell destiny dick dillon
    diamond dot drew duke earl easter ebony eden elder elm ember essence ernest eve ever faith fan fern fleur flo florence forest fortune frank frost gale gay gene
    general gift ginger glory grace grant gray grey guy hale happy harmony harper haven hazel heather heaven holly honey hope hunter india infant innocent iris isle ivy jack
    jasmine jasmin jet jewel joy june justice karma kent kitty lake lance lane laurel lavender lee leigh liberty lilac lily lincoln london lou
    loveday love lucky lux magnolia mandarin maple marble marguerite mark marigold marina mario marshall mary martin mason max may melody mercy merit merry miles mina
    misty mo moss myrtle nan nat nova oak ocean olive opal page paige paris parker pansy pat patience peace pearl penny pepper perry petal pia pip pip
    piper pixie poppy porter precious pride progress prosper providence rain ransom ray raven reed regent rich river rob
    robin rocky rod romany rose rosemary rowan royal ruby rue rush rusty sage sailor sal sally sandy savannah sky skye sol sonny sony spencer star sterling stone storm
    su sue summer sunny sydney tab tad tay temple tiger trinity true tuesday unity van victoria violet vi vita wade ward warren washington wells
    wednesday west will willow winter wren wyn york zen zion carlisle stafford warwick bradford preston chester florence verona vienna roma alma cairo jordan israel
    georgia virginia carolina lourdes santiago alexandria victoria normal gloria delta lima romeo juliet oscar victor charlie mike papa quebec sierra tango
    bravo echo foxtrot golf hotel kilo november uniform whiskey yankee zulu alpha omega sigma cherry major minor art curtis main long noble bond young rook pearl
    chen gul guang hai hari hong hui jan jay jia jie jin jun lan lei li lin ling long mai ming ping qing rana raja shan sheng tek thu thor van wen xin yang
    yi ying yong yu yuan yun zen dan don dev dhan dot fang feng hom huang ion jess kit kat lech kay ling man mat mel mina mira mona nest non nan ola ole prem raj
    ria rex ron roy ross sam saba sita tali tek ted tim tod tom tony tope val vic wei zac mae ina ida ike ira ed bob ben ali alia amal can cem isa ned ray sola
    rasa nova noor nita maya mali linus lars kris kira kiran kara karan jade janis india indra iqra ige ify hana hawa haf gus gail fran fraser ester
    leo lena leon lola lana lia anas anton apollo argus atlas aurora bruno cora dana diana echo eden elisa elsa emma hector helix hermes homer iris juno leda
    mars mercury minerva neptune orion pandora phoenix saturn titan venus vega melody harvey lister sabre sedan sonia sage salmon santa saint
    barry bath lewes wigan ware wells york royston tyrone nelson newton melton alton carlton clifton crosby denby easton milton norton stanley
    sutton walton weston whitby selby kendal corby rugby douglas ross stirling clyde trent derwent severn wallace bedford luton
    thomas james george elizabeth margaret alexandra anne ann catherine charlotte helen john joseph luke mary michael paul peter philip stephen andrew david edward henry
    """.split()
)

#: Of those, names so much of people that they are taken for people unless a place or a thing follows them.
_OF_PEOPLE_ALL_THE_SAME = frozenset(
    """
    alexandra andrew anne ann ben bob catherine charlotte dan david diana edward elizabeth emma gail george harvey helen henry james jess john joseph karan kiran
    kris lena leo leon lola luke margaret mary michael mona noor paul peter philip raj ron sam sonia stephen ted thomas tim tom tony bruno douglas wallace gus barry
    fraser jade marina gloria mira mina maya hana sally ali ashley paige billy lily martin roy wei ling mei mel lana lia dana janis cora elsa elisa
    charlie oscar mike victor ernest hazel rosemary rob robin sue ray heather lou fran leigh joanna kara kira ian amal isa
    """.split()
)

WORDLY_GIVEN_NAMES = WORDLY_GIVEN_NAMES - _OF_PEOPLE_ALL_THE_SAME
GIVEN_NAMES = (GIVEN_NAMES | _OF_PEOPLE_ALL_THE_SAME) - WORDLY_GIVEN_NAMES
