"""Words that stand with a capital letter in what the health service writes, and name nobody: for finding names in texts."""

from __future__ import annotations

#: Never part of a name that follows a title or a given name, when written with a capital.
ORDINARY_WORDS = frozenset(
    """
    a about above accident according acting action activity actual acute address admission admissions adult advanced advice advised advisory after afternoon aftercare again against age agency aged agreed agreement air airway alarm alcohol alert all allergies
    allergy allied allocated along already also alternative although always ambulance an anaesthesia anaesthetic anaesthetics anaesthetist analysis and another antenatal antibiotic antibiotics any apologised apology appendix applied appointment april area are arrest arrived as asked assessed
    assessment assistant associate at attended attending audit august autumn available awaiting away back background band bank bay bays became because bed beds before began behaviour being below between biochemistry bilateral birth birthing bleep block blood board body both breach breast briefing
    brought building but by called came can cancer cannula cardiac cardiology cardiologist care carer carers case cases categories category catheter cause centre chair chairman change charge chart checked chemotherapy chest chief child childrens children christmas clinic clinical clinician clinicians close closed code
    collapse college commission commissioner committee communication communications community complaint complaints complex concern concerns condition confirmed consent consultant contact contacted continuing contributory control coordinator coroner coroners corridor could council counsellor court coverage covering
    crash crew crisis critical culture current daily data date day days death december decision deep delay delayed delirium delivery dental dentist department deputy dermatology described despite details deteriorated deterioration diabetes diabetic diabetologist diagnosis dialysis did died diet dietetics dietitian digital director
    disability discharge discharged discussed discussion disease district division do documentation documented doctor doctors doppler domiciliary dose doses drug drugs duration during duty each early east eastern echo education eight either elderly elective electronic eleven emergency emotional employee
    end endocrine endoscopy enhanced ent epidural equipment error escalation estates evening evidence examination executive expected explained exposure extension external eye face facilities factor factors fall falls family father february fell female final finding findings fire first five floor fluid fluids follow
    following for form formulary forward found foundation four fracture frailty framework friday from full further gas gastroenterologist gastroenterology gave general geriatric geriatrician geriatrics given governance gp gps grade group groups guardian guidance guideline guidelines gynaecologist gynaecology had haematologist haematology haemorrhage
    hand handover has have having he head health healthcare heart heathcare hearing help helpline her here high higher him hip his history home hospice hospital hospitals hour hours house how however human husband hydration i icb icu if ii iii imaging imaging immediate immunisation impact implementation improvement in incident incidents
    including independent individual induction infection infirmary influenza information informed initial initially injection injury inpatient inquest inspection instead insulin integrated intensive intensivist interim intermediate internal international interpreter intervention interventional into intravenous investigation investigations investigator is
    issue it item its january joint july june junior just key kitchen known lab laboratory labour lack last late later law lead leader leadership learning left legal less lessons letter level liaison licence life line link list liver local locality locum log long looked low lower lung made maintenance major male man management manager managers
    managing march maternity matron may meanwhile measures medical medication medications medicine medicines medic meeting member members memory men mental met midwife midwives midwifery might minor minutes misc missed missing mobile mobility moderate monday monitor monitoring month months mortality mother moved mr mrs ms multi
    multidisciplinary must national near neck need needs neonatal neonatologist nephrologist nephrology nervous network neuro neurologist neurology neurosurgeon neurosurgery neurosurgical never new newborn next nhs night nights nil nine no nobody non none noon normal north northern nose not note noted notes notification notified
    november now number numbers nurse nurses nursery nursing nutrition observation observations observed obstetric obstetrician obstetrics occupational october of off officer officers old older on oncall once oncologist oncology one only open operating operation operational ophthalmologist ophthalmology or oral ordered organ organisation orthogeriatrician
    orthopaedic orthopaedics other our out outcome outpatient outpatients over oxygen paediatric paediatrician paediatrics pain palliative panel paramedic paramedics parent parents part partner past pathology pathway patient patients people per perinatal period person pharmacist pharmacists pharmacy phlebotomist phone physical physician physicians
    physio physiotherapist physiotherapists physiotherapy place placed plan planned plastic plastics please pm point police policy poor porter porters post postnatal potential practice practitioner practitioners pregnancy prescribed prescriber prescribing prescription present pressure prevention previous primary principal prior private problem procedure
    process professional professor programme project prompt protection protocol provider providers psychiatric psychiatrist psychiatry psychologist psychology public pulmonary quality quarter radiographer radiographers radiologist radiology raised ran rapid rather reason recall receipt received reception receptionist recommendation record recorded records recovery red
    reduced reference referral referred regarding regional registered registrar registrars rehabilitation related relative relatives relevant remained renal report reported reporting request requested required requires research residential resident response responsibility responsible resus resuscitation review reviewed revised rheumatology right risk role room root
    rota round route royal rural safe safeguarding safer safety said same saturday saw scan scheduled school science screening second secondary section secretary secure security see seen self senior sent sepsis september serious service services seven severe sexual she shift should shortly shoulder showed side sign signed since single sister sisters
    site situation six skin so social some son sonographer south southern special specialised specialist specialists specialities specialty speech spinal spoke spring st staff staffing stage standard started state stated status step still stopped store street stroke student students study sub subsequent subsequently such suite summary summer sunday supervising supervision
    supervisor support surgeon surgeons surgery surgical surveillance suspected system systems take taken team teams technician technologist telephone ten term terms test than that the theatre theatres their them then therapist therapists therapies therapy there therefore these they third this those though three threshold through thursday time timeline times tissue to today together told too
    took tool total towards town toxicology trained trainee training transfer transferred transfusion transport trauma treatment triage trust trusts tuesday tube twice two type ultrasound unable under unexpected unit units unknown until unwell up upon upper urgent urgently urinary urine urologist urology us use used user using usual vaccination vaccine
    vascular verbal version very via viability view virtual virology visit visited visiting visitor visitors vital voluntary volunteer vulnerable wait waiting walk ward wards was water we wednesday week weekend weeks well went were west western what when where which while white who whole whom whose why wife will wing winter with within without witness witnessed woman
    women womens word work worker workers working works would wound wrist written wrong x-ray xray yes yesterday you young your youth zone
    accessible actions ae aki anticoagulation apgar arterial artery aseptic asthma bcg benign bipolar bowel bp brachial brain bristol british caesarean candour capacity cauda cellulitis cerebral chronic clostridioides coagulation colitis collapse colorectal coma copd coronary covid cpr crp ct deprivation dementia ecg echocardiogram ecmo eczema embolism
    endocarditis english epilepsy equina european fentanyl femoral febrile flu furosemide gentamicin haemoglobin heparin hepatitis herpes hyper hypertension hypo hypoxia hypoglycaemia icd infarct insulin iv ketamine klebsiella lactate leukaemia liberty listeria lorazepam lumbar lymphoma malignant meningitis meropenem methadone midazolam morphine mri mrsa
    muscular necrosis neurological norovirus oedema oramorph oxycodone paracetamol parkinsons penicillin pneumonia pneumothorax potassium pseudomonas psychosis pyrexia rectal renal respiratory rheumatoid salbutamol schizophrenia scale score scores seizure septic shock sodium spine staphylococcus streptococcus syndrome tazocin thromboprophylaxis thrombosis thyroid
    toxic tracheostomy tramadol tuberculosis ulcer vancomycin varicella venous ventricular warfarin welsh scottish irish polish german french spanish italian portuguese romanian chinese indian pakistani bangladeshi african caribbean asian american australian muslim hindu sikh jewish catholic anglican
    datix steis lfpse psirf emis systmone cerner epic microsoft windows excel zoom teams nice cqc ico gmc nmc hse mhra ukhsa hssib mnsi dols mca dnacpr respect sbar news mews pews must waterlow braden glasgow abbey richmond schedule act acts bill england scotland wales ireland britain kingdom europe london
    administration administrative admitted admits advocate advocacy allegation annex appeared arranged assault attempted authority awareness bare basic became bleeding breathing breathless briefly bruising busy cancelled caring ceiling chaplain chaplaincy checklist circulation cleaner cleaning coding collapsed commenced commencement completed comments compliance confidential
    confused conscious considered consultants contents continued contract conversation copied crown declared declined dependent designated deterioriation developed dietary dignity disciplinary division domestic driver dry due educational effective eligible email emails employed engagement enquiry entrance environment episode establishment ethnicity event events everyone
    excellent failed failure fasting feed feeding feedback files financial fit fluctuating focus folder freedom frequent friends function funding gender give going good great grounds guidance had happened hazard hence highly holiday hot housekeeping hygiene identification identified identity inability inadequate incorrect increased indication informal instructed instruction
    insertion intake intended intent invited involved involvement kept lay lessons lift limited living location locked logged loss main manual material matter maximum meal medicolegal mid minimum minute mixed model modified module name names negative neither network notice obvious occurred office ok opened opinion option order organised original ours outbreak overdose overnight
    overall own owner packs page paper paperwork participants passed pathways payroll performance permission personal phase photograph planning portal portering position positive possible possibly power practical premises prepared presence presented presenting presentation previously print priority privacy probable probably promptly proposal provided provision purpose question
    questions quick quiet ratio reading ready real really recent recently regular relation relationship relieved remains remedial removal removed repeat replacement representative reserve resolution resource resources restraint result results return returned returning rights rise run safely sample satisfactory satisfaction scene scope seclusion seek sensitive sequence set severity
    shared sharing short shortage shown similar skill skills slow small smoking source space spoken stable stairs start statement statements station statutory stay stop storage strategic strategy strong structure subject substance suicide suitable supply supplied swab swallow symptoms table target task technical temporary thank theme themes thereafter thought timely title topic track tracking
    trace trauma trolley true trying turned undertaken update updated urgency utility valid value verified video violence wait walked wandering warning washing weight wellbeing wheelchair window wish wishes withdrawal workforce workload workshop year years
    regulations regulation ombudsman probation deaths connect id outreach bureau switchboard flow bed-bureau confusion drowsy agitated sedated prisons constabulary fire inquests ministry
    inherited metabolic transient ischaemic ischemic laparoscopic total hemiarthroplasty dynamic anterior posterior lateral caucasian physician technician
    assurance governance intelligence homicide quality sub-committee thinking lean spreadsheet intranet internet website app tablet laptop printer fax radio telemetry
    sirs sir madam regards sincerely faithfully dear hello copy cc re fw fwd subject sent attached enclosed
    """.split()
)

#: A run of words that ends with one of these, or is followed by one, names a place, a thing or an illness, never a person.
PLACES_AND_THINGS = frozenset(
    """
    ward wards hospital hospitals infirmary unit units clinic clinics centre center suite suites wing building block house lodge court hospice home surgery practice theatre theatres bay bays room corridor department trust foundation
    chemist chemists service services partners partnership practice convention agency bureau programme project award lecture stedy steady scanner machine system software reference account form tray kit
    university college school church chapel cathedral road street lane avenue close drive way crescent terrace square place gardens park mews green hill grove row walk rise view estate bridge station airport hotel pharmacy
    council borough county city town village district ambulance charity institute laboratory laboratories ltd limited plc pharma group partnership icb ccg pct
    disease diseases syndrome palsy fracture fractures lymphoma sarcoma tumour tumor carcinoma cyst contracture sign test tests score scores scale index criteria classification class grade stage chart tool matrix framework method
    manoeuvre maneuver procedure operation repair incision position technique reflex phenomenon triad law test tube tubes catheter catheters line lines drain drains clamp clamps forceps retractor blade blades splint frame sling hoist pump monitor bed mattress
    needle needles cannula airway mask valve bag solution dementia thyroiditis encephalopathy gangrene esophagus oesophagus ulcer diverticulum goitre anaemia hernia node nodes ring rings body bodies cell cells stain virus fever chorea ataxia dystrophy nephritis
    screw screws plate nail rod prosthesis hip knee stent graft filter balloon pessary implant device review inquiry report act rule rules protocol guideline guidance pathway pack box trolley campaign scheme day week month
    classification boot boots stocking stockings bandage dressing swab pen inhaler formula equation ratio plot curve
    """.split()
)

#: Of those, illnesses: a thing after "'s" in small letters too, "Cushing's syndrome", while "Margaret's bed" is a bed.
ILLNESSES = frozenset(
    "disease diseases syndrome palsy fracture lymphoma sarcoma cyst contracture sign ulcer gangrene dementia encephalopathy".split()
)

#: Hospitals, charities and trainings called after somebody long known, which are mostly written without what they are.
NAMED_AFTER = frozenset(
    (given, surname)
    for given, surname in (
        pair.split()
        for pair in (
            "agnes hunt,alexandra palace,charing cross,edith cavell,elizabeth garrett,ellen badger,florence nightingale,george eliot,helen ley,james cook,james paget,john eastwood,john radcliffe,john taylor"
            ",leonard cheshire,marie curie,marie stopes,mary seacole,oliver mcgowan,queen alexandra,queen elizabeth,queen mary,robert jones,samuel johnson,stoke mandeville,sue ryder,victoria eye,william harvey,michael sobell"
        ).split(",")
    )
)

#: Before a single letter these make a label of it: "Patient A", "hepatitis B", "Ward C".
BEFORE_A_LETTER = frozenset(
    """
    patient patients nurse doctor ward bay block section appendix annex part group type grade category class hepatitis vitamin factor schedule theatre level stage band person staff witness child resident form table figure option
    streptococcus strep influenza team unit house site area zone gate lift room bed plan protein immunoglobulin haemophilia blood trust provider case clinician consultant midwife carer relative sister brother baby twin side step
    exhibit criterion item question line column row schedule clause domain candida
    """.split()
)

#: Second words of the names of living things: "E. Coli", "C. Difficile".
SPECIES = frozenset(
    """
    coli difficile diff aureus pneumoniae pylori falciparum albicans auris aeruginosa faecalis faecium influenzae meningitidis monocytogenes pyogenes cerevisiae perfringens botulinum tetani epidermidis mirabilis fragilis cloacae marcescens
    """.split()
)
