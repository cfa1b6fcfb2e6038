package alchemy.engine;

/** Why a step is in a plan. */
public enum Reason {
  /** The script declares it and the state has no such row. */
  NEW("new"),
  /** Nothing differs. */
  UNCHANGED("unchanged"),
  /** Properties differ. */
  CHANGED("changed"),
  /** Only a policy differs, which is recorded and asks nothing of the service. */
  POLICY_CHANGED("its policy changed"),
  /** A property that cannot be changed in place differs. */
  CANNOT_CHANGE("cannot be changed in place"),
  /** A property that replaces may come out different once another resource is made. */
  MAY_HAVE_TO_CHANGE("depends on a resource that is made anew"),
  /** An earlier run ended in the middle of it. */
  INTERRUPTED("an earlier run was interrupted"),
  /** It was retained, and the script declares it again. */
  TAKEN_BACK("was retained; the script declares it again"),
  /** It has another id now, and is what it was. */
  RENAMED("renamed"),
  /** It exists already, and the script or the command says to take it over. */
  ADOPTED("exists already, and is taken over"),
  /** A command names the object that it is. */
  IMPORTED("is imported"),
  /** A command says to give it new secrets. */
  ROTATED("gets new secrets"),
  /** It means something that the same run makes, and gets it in a second step. */
  COMPLETED("completed once both are there"),
  /** It was deleted outside. */
  GONE("is not there any more: it was deleted outside"),
  /** It was changed outside. */
  DRIFTED("was changed outside"),
  /** It was written outside, and holds values that cannot be read back. */
  MODIFIED_OUTSIDE("was modified outside; what cannot be read back is written again"),
  /** The script does not declare it any more. */
  NOT_DECLARED("left the script"),
  /** The whole stage is destroyed. */
  DESTROY("destroy"),
  /** A new one has taken its place. */
  REPLACED("was replaced"),
  /** Its policy is delete(false). */
  PROTECTED("delete(false)"),
  /** Something that stays lives in it. */
  HAS_RETAINED_CHILD("holds a retained resource"),
  /** Something lives in it that this stage did not make. */
  HAS_FOREIGN_CHILD("holds what this stage did not make"),
  /** An earlier run did it, and could not record it. */
  RESCUED("was done by a run that could not record it"),
  /** A command says to forget it. */
  FORGOTTEN("is forgotten"),
  /** It only refers to something that is not ours. */
  REFERENCE("only a reference");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** The reason as a clause. */
  public String text() {
    return text;
  }
}
