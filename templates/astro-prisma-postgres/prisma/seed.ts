import "dotenv/config";
import { connect } from "../src/lib/connect";

const prisma = connect(process.env.DATABASE_URL!);
await prisma.post.createMany({
  data: [
    { title: "Hello", content: "World", published: true },
    { title: "A draft", content: "Nobody sees this yet." },
  ],
});
await prisma.$disconnect();
