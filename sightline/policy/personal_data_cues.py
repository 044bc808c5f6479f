"""Words beside which somebody's name stands: titles, relations, what people do; for finding names in texts."""

from __future__ import annotations

#: A word with a capital after one of these is a name, be it an ordinary word too: "Dr May", "Miss Hope".
TITLES = frozenset(
    "drs mr mrs ms miss mx dr prof professor sir dame lady lord rev reverend revd fr cllr councillor mme judge".split()
)

#: Titles that are jobs: the word after them is a name unless it is ordinary: "Sister Singh", but "Sister in charge".
ROLE_TITLES = frozenset(
    """
    sister sr sn matron nurse doctor consultant registrar reg sho midwife hca hcsw ssn rn rmn rgn anp enp cns ot physio paramedic officer sergeant sgt pc dc di ds inspector constable
    detective pharmacist surgeon father imam rabbi pastor chaplain canon nanny carer uncle aunt auntie aunty colonel captain major staff coroner dietitian radiographer psychologist psychiatrist anaesthetist
    physiotherapist therapist practitioner assistant worker manager director lead student bank charge specialist phlebotomist technician secretary receptionist porter volunteer trainee
    """.split()
)

#: Also other words; a known name must follow.
FAINT_TITLES = frozenset(
    "master fr di ds pc dc ot reg staff lead student bank charge major judge sr officer manager director worker assistant specialist father uncle aunt".split()
)

RELATIONS = frozenset(
    """
    son daughter wife husband mother father mum dad brother sister partner fiance fiancee niece nephew aunt uncle grandson granddaughter grandmother grandfather grandma grandad nan cousin stepson stepdaughter
    stepfather stepmother mother-in-law father-in-law son-in-law daughter-in-law sister-in-law brother-in-law friend neighbour carer baby twin widow widower girlfriend boyfriend ex-wife ex-husband
    """.split()
)

#: Titles after which people are called by their surname alone, whatever else the word means: "Mrs Seven".
CALLED_BY_SURNAME = frozenset({"mr", "mrs", "ms", "miss", "mx"})
#: But not these after them.
ORDINARY_AFTER_A_TITLE = frozenset(
    """
    a about after also an and are as asked at attended became before but by called came consultant could declined did died doctor does felt for from gave had has have he her his i if in is it may might must no nor not nurse of on or
    patient please refused said she should so stated that the their then they this to told took until was we went were when who whose will with would you your x-ray
    """.split()
)
#: Jobs whose holders are called by job and surname, and words that are such surnames all the same.
NURSES = frozenset("sister sr sn matron nurse midwife hca hcsw doctor ssn rn rmn".split())
WORDS_THAT_NURSES_ARE_CALLED = frozenset(
    "day young white may march hope law long wise street winter english welsh french scott power prior porter noon short small hill green park church bridge lane wood church swallow richmond".split()
)

#: After such a word they are a turn of duty or a team: "Sister Day shift".
SHIFTS = frozenset("shift shifts team staff off cover duty case care".split())
#: Titles that are known in small letters.
SMALL_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "professor"})
#: Between words; an initial after one of them has its stop.
SMALL_WORDS = frozenset("or of in on the a an is was".split())

#: Before a letter that is a grade: "graded as C".
GRADING_WORDS = frozenset("as graded grade rated scored".split())
#: "Margaret is a bank nurse": what only a person can be.
JOBS = frozenset(
    """
    nurse hca hcsw doctor sister matron midwife carer registrar consultant sho porter paramedic pharmacist physiotherapist therapist radiographer practitioner assistant clinician manager receptionist patient resident
    man woman lady gentleman boy girl smoker diabetic widow widower child teenager pensioner mother father
    """.split()
)
DONE_BY_CLINICIANS = frozenset(
    "reviewed seen assessed examined visited attended escorted accompanied admitted discharged clerked found".split()
)

#: Things by their word, and surnames all the same after a given name: "Shannon Hill", but "Hope Ward".
ALSO_SURNAMES = frozenset(
    "green hill street lane church bridge park law day nail cross hall grove rose".split()
)

#: Right before a name, or with a colon between them.
BEFORE_A_NAME = frozenset(
    "name names named surname forename called patient's pt pts asked telephoned rang phoned aka client resident".split()
)
#: Before a name of two words that no list has; patients also with a comma or colon between.
PATIENTS = frozenset("patient client resident pt deceased complainant".split())
BEFORE_A_NAME_TOO = frozenset("by told informed asked saw spoke met phoned rang".split())
#: "spoke to", "wife of": the first and the second word before such a name.
BETWEEN = frozenset("with to of from for".split())
LEADING_TO_A_NAME = frozenset(
    """
    spoke spoken speak speaking met meeting talked discussed conversation letter statement call called relatives family families wife husband daughter son mother father parents death care belonged belong belonging given sent referral made
    statements appointment birth body next-of-kin behalf
    """.split()
)

#: Stand with a capital where a name may follow, and are none.
NEVER_A_NAME = RELATIONS | PATIENTS | BEFORE_A_NAME

#: Small words before the capital of a surname.
PARTICLES = frozenset(
    "van von der den de la le du da di dos das del della ap ab ferch bin bint ibn al el ul ur ter ten uí ui ní ni nic mac san st".split()
)

#: What is said of people and of little else: "Grace stated", "Hope was told".
WHAT_PEOPLE_DO = frozenset(
    """
    said says stated states told reported asked answered replied explained recalled remembered noticed complained cried died fell slipped collapsed apologised refused agreed confirmed denied felt thought believes
    believed wishes wished lives lived works worked attended phoned rang wrote signed witnessed heard spoke sat stood ate drank vomited slept
    """.split()
)

#: After "was", "is" or "had": of people only.
WHAT_IS_SAID_OF_PEOPLE = frozenset(
    """
    admitted discharged told asked born intubated sedated resuscitated upset distressed confused agitated unresponsive unwell well asleep awake alert pregnant aggressive unhappy angry tearful deceased dead readmitted catheterised
    cannulated weighed fallen died aged unconscious incontinent diagnosed bleeding
    """.split()
)
